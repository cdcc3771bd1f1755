// What the page does in a browser: light and dark, wide and narrow, with and without scripts, by keyboard, for a screen reader.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const folder = process.argv[2];
const require = createRequire(path.join(folder, "node_modules", "x"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const browser = await chromium.launch({ executablePath: process.env.BROWSER, args: ["--no-sandbox"] });
let passed = 0;

async function check(what, options, page, body) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage();
  const requests = [];
  const complaints = [];
  tab.on("request", (request) => requests.push(request.url()));
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(String(error)));
  const address = pathToFileURL(path.join(folder, page)).href;
  await tab.goto(address);
  try {
    await body(tab);
    assert.deepEqual(requests, [address], "nothing is asked of anywhere");
    assert.deepEqual(complaints, [], "the browser has no complaints, of its security policy neither");
  } catch (error) {
    console.error(`failed: ${what}`);
    throw error;
  }
  await context.close();
  passed += 1;
}

// axe is added by the debugger, past the page's own policy.
async function accessible(tab) {
  await tab.evaluate(require("node:fs").readFileSync(axe, "utf8"));
  const result = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const violations = result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
  assert.deepEqual(violations, []);
}

const firstCells = (tab) =>
  tab.$$eval("table.sortable >> nth=0 >> tbody th", (cells) => cells.map((cell) => cell.textContent)).catch(() =>
    tab.evaluate(() => [...document.querySelector("table.sortable").tBodies[0].rows].map((row) => row.cells[0].textContent)));

for (const page of ["one.html", "several.html", "files.html", "wrong.html"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const options = { colorScheme, viewport: { width, height: 800 } };
      await check(`${page} ${colorScheme} ${width}`, options, page, async (tab) => {
        await accessible(tab);
        const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than the window`);
        const cut = await tab.evaluate(() =>
          [...document.querySelectorAll("caption span, h1, h2, h3, dd, figcaption")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width > 0 && (box.right > window.innerWidth + 1 || one.scrollWidth > one.clientWidth + 1);
          }).map((one) => one.textContent.slice(0, 60)));
        assert.deepEqual(cut, [], "no text is cut off");
        const paper = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const light = paper.match(/\d+/g).map(Number).every((part) => part > 200);
        assert.equal(light, colorScheme === "light", paper);
        await tab.screenshot({ path: path.join(folder, `${page}-${colorScheme}-${width}.png`), fullPage: true });
      });
    }
  }
}

await check("a table sorts by keyboard", {}, "one.html", async (tab) => {
  const before = await firstCells(tab);
  assert.ok(before.length > 10);
  const reach = async (name) => {
    for (let i = 0; i < 40; i += 1) {
      await tab.keyboard.press("Tab");
      if ((await tab.evaluate(() => document.activeElement.textContent)) === name) return;
    }
    assert.fail(`the keyboard does not reach ${name}`);
  };
  const sorted = () => tab.evaluate(() => [...document.querySelectorAll("[aria-sort]")].map((one) => [one.textContent, one.ariaSort]));
  await reach("budget");
  await tab.keyboard.press("Enter");
  assert.deepEqual(await sorted(), [["budget", "descending"]]);
  const numbers = await tab.evaluate(() =>
    [...document.querySelector("table.sortable").tBodies[0].rows].map((row) => Number(row.cells[1].dataset.sort)));
  assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
  assert.equal(await tab.textContent("#status"), "sorted by budget, descending");
  await tab.keyboard.press("Space");
  assert.deepEqual(await sorted(), [["budget", "ascending"]]);
  await tab.keyboard.press("Shift+Tab");
  await tab.keyboard.press("Enter");
  assert.deepEqual(await sorted(), [["crate", "ascending"]]);
  assert.deepEqual(await firstCells(tab), [...before].sort((a, b) => a.localeCompare(b)));
  assert.deepEqual(await tab.$$eval("tfoot tr", (rows) => rows.map((row) => row.cells[0].textContent)), ["sum", "total", "left"]);
});

await check("the keyboard skips to the budgets", {}, "several.html", async (tab) => {
  await tab.keyboard.press("Tab");
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), "To the budgets");
  const box = await tab.evaluate(() => document.activeElement.getBoundingClientRect().left);
  assert.ok(box >= 0, "it shows while it is focused");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.evaluate(() => location.hash), "#budgets");
});

await check("it is whole without scripts", { javaScriptEnabled: false }, "several.html", async (tab) => {
  assert.equal(await tab.locator("table.sortable").count(), 2);
  assert.equal(await tab.locator("thead button").count(), 0);
  assert.ok(await tab.locator("tbody th", { hasText: "wrt-runtime" }).first().isVisible());
  assert.equal(await tab.locator("svg[role=img]:visible").count(), 2);
});

await check("what is written in the file stays text", {}, "wrong.html", async (tab) => {
  assert.ok((await tab.title()).startsWith("Memory budgets:"));
  assert.ok(await tab.locator("td.purpose", { hasText: "<script>document.title = 'changed'</script>" }).first().isVisible());
  assert.equal(await tab.locator("script").count(), 1);
  assert.ok((await tab.locator(".finding").count()) >= 3);
  assert.equal(await tab.locator("main svg .dot.bad").count(), 3, "budgets outside their limits");
});

await browser.close();
console.log(`${passed} passed, 0 failed`);
