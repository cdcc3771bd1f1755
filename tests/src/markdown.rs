//! The blocks of code in a document, each with the file that the text says it is.

use std::path::Path;

/// A block of code.
#[derive(Debug)]
pub struct Block {
    /// The line of its fence, from 1.
    pub line: usize,
    /// What stands behind the fence.
    pub language: String,
    /// The last name in backquotes, or the last link's target, in a paragraph before it that ends in a colon.
    pub file: Option<String>,
    /// The lines between the fences.
    pub text: String,
}

/// The blocks of a document, in order.
///
/// # Panics
/// Where it cannot be read, or a block has no end.
#[must_use]
pub fn blocks(document: &Path) -> Vec<Block> {
    let text = std::fs::read_to_string(document).expect("the document is there");
    let mut lines = text.lines().enumerate();
    let (mut blocks, mut before) = (Vec::new(), "");
    while let Some((number, line)) = lines.next() {
        let shown = line.trim_start();
        if let Some(language) = shown.strip_prefix("```") {
            let indent = line.len() - shown.len();
            let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim_start() != "```");
            let text = inside.flat_map(|line| [line.get(indent..).unwrap_or_default(), "\n"]).collect();
            blocks.push(Block { line: number + 1, language: language.to_owned(), file: named(before), text });
        }
        if !line.is_empty() {
            before = shown;
        }
    }
    blocks
}

fn named(line: &str) -> Option<String> {
    let line = line.strip_suffix(':')?;
    match line.strip_suffix(')') {
        Some(text) => text.rsplit_once("](").map(|(_, target)| target.to_owned()),
        None => line.strip_suffix('`')?.rsplit_once('`').map(|(_, file)| file.to_owned()),
    }
}
