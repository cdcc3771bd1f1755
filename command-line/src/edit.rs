//! A change of the configuration file that keeps everything else in it: comments, order, spelling.

use std::fs;
use std::path::Path;

use memory_budgets_validator::Predicate;
use toml_edit::{DocumentMut, Item, Key, Table, TableLike, Value};

use crate::fault::Fault;
use crate::replace::replace;

/// Where in the file values go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Top,
    Profile(String),
    Target(Predicate),
}

/// Values for a section: keys and sizes as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) section: Section,
    pub(crate) values: Vec<(String, String)>,
}

impl Section {
    /// How the section is headed; nothing for the top of the file.
    pub(crate) fn heading(&self) -> String {
        match self {
            Section::Top => String::new(),
            Section::Profile(name) => format!("[profile.{}]", quoted(name)),
            Section::Target(predicate) => format!("[target.{}]", quoted(&format!("cfg({predicate})"))),
        }
    }
}

impl Edit {
    /// The section alone, to be put into a file by hand.
    pub(crate) fn alone(&self) -> String {
        let heading = self.section.heading();
        let mut text = if heading.is_empty() { String::new() } else { heading + "\n" };
        for (key, size) in &self.values {
            text.push_str(&format!("{} = \"{size}\"\n", spelt(key)));
        }
        text
    }

    /// A file's text with the values in it.
    pub(crate) fn applied(&self, text: &str) -> Result<String, Fault> {
        // An editor's byte order mark is none of the document.
        let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
        let mut document: DocumentMut = body.parse().map_err(|_| Fault::new("the file is not valid TOML"))?;
        // What stands at the end of the file stays before what is added there.
        let end = document.trailing().as_str().unwrap_or_default().to_owned();
        let blank = if document.is_empty() && end.is_empty() { "" } else { "\n" };
        let (table, is_new) = section(document.as_table_mut(), &self.section, &format!("{end}{blank}"))?;
        // What a crate's own table says is said there, and not twice.
        let declared: Vec<String> =
            table.get("crates").and_then(Item::as_table_like).map(with_budgets).unwrap_or_default();
        for (key, size) in &self.values {
            if !declared.contains(key) {
                set(table, key, size);
                continue;
            }
            let crates = table.get_mut("crates").and_then(Item::as_table_like_mut);
            let own = crates.and_then(|crates| crates.get_mut(key)).and_then(Item::as_table_like_mut);
            if let Some(own) = own {
                set(own, "budget", size);
            }
        }
        if is_new {
            document.set_trailing("");
        }
        let mut edited = document.to_string();
        if text.contains("\r\n") {
            edited = edited.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        Ok(mark.to_owned() + &edited)
    }
}

/// The crates whose tables give them a budget.
fn with_budgets(crates: &dyn TableLike) -> Vec<String> {
    let has = |item: &Item| item.as_table_like().is_some_and(|own| own.contains_key("budget"));
    crates.iter().filter(|(_, item)| has(item)).map(|(name, _)| name.to_owned()).collect()
}

/// The section's table, and whether it is new: at the end, with `before` in front of it.
fn section<'d>(root: &'d mut Table, section: &Section, before: &str) -> Result<(&'d mut dyn TableLike, bool), Fault> {
    let (kind, name) = match section {
        Section::Top => return Ok((root, false)),
        Section::Profile(name) => ("profile", name.clone()),
        Section::Target(predicate) => ("target", format!("cfg({predicate})")),
    };
    let inline =
        || Fault::new(format!("`{kind}` of the file is no plain table")).help("put the section into the file by hand");
    if !root.contains_key(kind) {
        let mut sections = Table::new();
        sections.set_implicit(true);
        root.insert(kind, Item::Table(sections));
    }
    let sections = root.get_mut(kind).and_then(Item::as_table_mut).ok_or_else(inline)?;
    let means = |key: &str| match section {
        Section::Target(predicate) => Predicate::parse(key).is_ok_and(|known| known == *predicate),
        _ => key == name,
    };
    let known = sections.iter().map(|(key, _)| key.to_owned()).find(|key| means(key));
    let is_new = known.is_none();
    let key = known.unwrap_or_else(|| {
        let mut section = Table::new();
        section.decor_mut().set_prefix(before);
        section.set_position(Some(isize::MAX));
        let key: Key = quoted(&name).parse().unwrap_or_else(|_| Key::new(&name));
        sections.insert_formatted(&key, Item::Table(section));
        name.clone()
    });
    let table = sections.get_mut(&key).and_then(Item::as_table_like_mut).ok_or_else(inline)?;
    Ok((table, is_new))
}

/// Sets a value, with what stands around the old one.
fn set(table: &mut dyn TableLike, key: &str, size: &str) {
    let mut value = Value::from(size);
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            let spelt: Key = spelt(key).parse().unwrap_or_else(|_| Key::new(key));
            table.entry_format(&spelt).or_insert(Item::Value(value));
        }
    }
}

/// A key as the examples spell it: crates in quotes, settings without.
fn spelt(key: &str) -> String {
    if key.contains('-') { format!("\"{key}\"") } else { quoted(key) }
}

/// A key in quotes, where it needs any: single ones where they do.
fn quoted(key: &str) -> String {
    if !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        return key.to_owned();
    }
    match key.contains(['\'', '\n']) || key.chars().any(char::is_control) {
        false => format!("'{key}'"),
        true => Key::new(key).display_repr().into_owned(),
    }
}

/// Writes a file's new text, unless somebody else has written another meanwhile.
pub(crate) fn write(path: &Path, before: &str, after: &str) -> Result<(), Fault> {
    let now = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    if now != before {
        return Err(Fault::new(format!("{} was changed meanwhile; nothing was written", path.display())));
    }
    replace(path, after).map_err(|error| Fault::file("write", path, &error))
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::Predicate;

    use super::{Edit, Section};

    fn edit(section: Section, values: &[(&str, &str)]) -> Edit {
        Edit { section, values: values.iter().map(|&(key, size)| (key.to_owned(), size.to_owned())).collect() }
    }

    fn arm() -> Section {
        Section::Target(Predicate::parse("cfg(target_arch = \"arm\")").expect("a predicate"))
    }

    #[test]
    fn keeps_what_is_around() {
        let before = "# budgets\n\"wrt-runtime\" = \"32MB\"   # enough\ntotal_budget = 1\n\n[target.'cfg( target_arch=\"arm\" )'] # boards\n\
                      # less\n\"wrt-runtime\" = \"8MB\" # tight\n\n[profile.p]\nwrt-debug = 1\n";
        let after = edit(arm(), &[("wrt-runtime", "4MB"), ("wrt-host", "1MB")]).applied(before).expect("TOML");
        assert_eq!(
            after,
            before.replace("\"8MB\"", "\"4MB\"").replace("# tight\n", "# tight\n\"wrt-host\" = \"1MB\"\n")
        );
        let after = edit(Section::Top, &[("wrt-runtime", "4MB")]).applied(before).expect("TOML");
        assert_eq!(after, before.replace("\"32MB\"", "\"4MB\""));
    }

    #[test]
    fn adds_a_section_at_the_end() {
        let edit = edit(arm(), &[("total_budget", "4MB"), ("wrt-host", "1MB")]);
        assert_eq!(
            edit.alone(),
            "[target.'cfg(target_arch = \"arm\")']\ntotal_budget = \"4MB\"\n\"wrt-host\" = \"1MB\"\n"
        );
        assert_eq!(edit.applied("a = 1\n").expect("TOML"), format!("a = 1\n\n{}", edit.alone()));
        let before = "# top\n[target.'cfg(unix)']\nb = 1\n\n[profile.p]\nc = 1\n# end\n";
        assert_eq!(edit.applied(before).expect("TOML"), format!("{before}\n{}", edit.alone()));
        assert_eq!(edit.applied("# alone\n").expect("TOML"), format!("# alone\n\n{}", edit.alone()));
        assert_eq!(edit.applied("").expect("TOML"), edit.alone());
        let before = "\u{feff}a = 1\r\n[target.'cfg(unix)']\r\nb = 1\r\n";
        assert_eq!(edit.applied(before).expect("TOML"), format!("{before}\r\n{}", edit.alone().replace('\n', "\r\n")));
    }

    #[test]
    fn a_crates_own_table_keeps_its_budget() {
        let before = "[crates.app]\nbudget = 1 # one\nmin = 1\n";
        let after = edit(Section::Top, &[("app", "1KB"), ("total_budget", "2KB")]).applied(before).expect("TOML");
        assert_eq!(after, "total_budget = \"2KB\"\n[crates.app]\nbudget = \"1KB\" # one\nmin = 1\n");
        assert!(edit(Section::Top, &[]).applied("a = = 1").is_err());
        assert!(edit(arm(), &[]).applied("target = 1").is_err());
    }
}
