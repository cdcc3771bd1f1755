//! `diff` takes the ranges that git's users write.

mod sandbox;

use sandbox::{LINUX, Run, Sandbox};

fn budgets(app: &str) -> String {
    format!("preset = \"none\"\ntotal_budget = \"1MB\"\n[crates.app]\nbudget = \"{app}\"\n")
}

/// `topic` has left `main` at 200KB and goes to 300KB in a commit and to 400KB in the working tree; `main` has gone on to 100KB.
fn parted() -> Sandbox {
    let sandbox = Sandbox::with(&budgets("200KB"));
    sandbox.commit("one");
    sandbox.git(&["checkout", "-q", "-b", "topic"]);
    sandbox.write("memory_budget.toml", &budgets("300KB"));
    sandbox.commit("on the branch");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("memory_budget.toml", &budgets("100KB"));
    sandbox.commit("on main");
    sandbox.git(&["checkout", "-q", "topic"]);
    sandbox.write("memory_budget.toml", &budgets("400KB"));
    sandbox
}

fn diff(sandbox: &Sandbox, words: &[&str]) -> Run {
    sandbox.run(&[&["diff", "--target", LINUX], words].concat())
}

#[test]
fn each_end_is_the_one_that_git_means() {
    let sandbox = parted();
    for (words, title, before, after) in [
        (&["main"][..], "main → the working tree", "100KB", "400KB"),
        (&["main..."], "main... → the working tree", "200KB", "400KB"),
        (&["main", "HEAD"], "main → HEAD", "100KB", "300KB"),
        (&["main..HEAD"], "main → HEAD", "100KB", "300KB"),
        (&["main...HEAD"], "main...HEAD → HEAD", "200KB", "300KB"),
        (&["git:main...topic"], "main...topic → topic", "200KB", "300KB"),
        (&["...main"], "...main → main", "200KB", "100KB"),
        (&["topic...main"], "topic...main → main", "200KB", "100KB"),
        (&["main...", "topic"], "main... → topic", "200KB", "300KB"),
    ] {
        let run = diff(&sandbox, words);
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{words:?}: {}", run.stdout);
        assert!(run.stdout.starts_with(&format!("{title}\n")), "{words:?}: {}", run.stdout);
        let row = run.stdout.lines().find(|line| line.starts_with("app ")).expect("a row");
        assert_eq!(row.split_whitespace().collect::<Vec<_>>()[1..3], [before, after], "{words:?}");
    }
}

#[test]
fn what_is_no_range() {
    let sandbox = parted();
    for (words, says) in [
        (&["main...HEAD", "topic"][..], "`main...HEAD` says already what is compared, and `topic` is one too many"),
        (&["main..none"], "there is no git revision `none`"),
        (&["main...none"], "`main...none` is no file, no profile, no git revision and no target"),
        (&["none...main"], "`none...main` is no file, no profile, no git revision and no target"),
        (&["../none.toml"], "`../none.toml` is no file, no profile, no git revision and no target"),
    ] {
        let run = diff(&sandbox, words);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{words:?}");
        assert!(run.stderr.contains(says), "{words:?}: {}", run.stderr);
    }
    // A file and a profile go before a range of that name.
    sandbox.write("main..HEAD", &budgets("500KB"));
    let run = diff(&sandbox, &["main..HEAD"]);
    assert!(run.stdout.starts_with("main..HEAD → the working tree\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn branches_that_have_nothing_in_common() {
    let sandbox = parted();
    sandbox.git(&["checkout", "-q", "--orphan", "other"]);
    sandbox.commit("alone");
    for (word, says) in [
        ("main...", "main and HEAD have no commit in common"),
        ("main...other", "main and other have no commit in common"),
    ] {
        let run = diff(&sandbox, &[word]);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.contains(says) && run.stderr.contains("git fetch --unshallow"), "{}", run.stderr);
    }
}

/// A branch that changes nothing itself passes, whatever `main` does meanwhile.
#[test]
fn a_gate_for_what_the_branch_does() {
    let sandbox = parted();
    sandbox.write("memory_budget.toml", &budgets("200KB"));
    sandbox.commit("back");
    assert_eq!(diff(&sandbox, &["main", "--deny-growth"]).status, Some(1), "beside main it is raised");
    for word in ["main...", "main...HEAD"] {
        let run = diff(&sandbox, &[word, "--deny-growth"]);
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{word}");
        assert!(run.stdout.contains("no budget changes"), "{word}: {}", run.stdout);
    }
}
