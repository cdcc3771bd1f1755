//! A table of text, as wide as its cells; where that is too wide, the columns that matter least are left out.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::escape;
use crate::ink::{BOLD, DIM, Ink, PLAIN};
use crate::listed::listed;

const GAP: &str = "  ";

#[derive(Debug, Default)]
pub(crate) struct Table {
    columns: Vec<Column>,
    /// `None` for an empty line.
    rows: Vec<Option<Vec<Cell>>>,
}

#[derive(Debug)]
struct Column {
    title: String,
    to_the_right: bool,
    /// The columns of the highest rank are left out first; those of rank 0 stay.
    rank: usize,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(style: Style, text: impl Into<String>) -> Cell {
        Cell { text: escape::line(&text.into()), style }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::new(PLAIN, text)
    }
}

impl Table {
    /// A column whose cells begin at the left.
    pub(crate) fn left(mut self, title: &str, rank: usize) -> Table {
        self.columns.push(Column { title: escape::line(title), to_the_right: false, rank });
        self
    }

    /// A column whose cells end at the right.
    pub(crate) fn right(mut self, title: &str, rank: usize) -> Table {
        self.columns.push(Column { title: escape::line(title), to_the_right: true, rank });
        self
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Some(cells));
    }

    pub(crate) fn empty_line(&mut self) {
        self.rows.push(None);
    }

    /// Prints the table, and below it which columns were left out; gives their titles.
    pub(crate) fn print(&self, ink: &mut Ink, width: Option<usize>) -> Vec<&str> {
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| self.width(column)).collect();
        let mut shown: Vec<usize> = (0..self.columns.len()).filter(|&column| widths[column] > 0).collect();
        let mut left_out = Vec::new();
        while width.is_some_and(|width| {
            shown.iter().map(|&column| widths[column] + GAP.len()).sum::<usize>() > width + GAP.len()
        }) {
            let Some(&least) = shown.iter().max_by_key(|&&column| self.columns[column].rank) else { break };
            if self.columns[least].rank == 0 {
                break;
            }
            shown.retain(|&column| column != least);
            left_out.push(&*self.columns[least].title);
        }
        let titles: Vec<Cell> = self.columns.iter().map(|column| Cell::new(BOLD, column.title.clone())).collect();
        if self.columns.iter().any(|column| !column.title.is_empty()) {
            self.line(ink, &titles, &shown, &widths);
        }
        for row in &self.rows {
            match row {
                Some(cells) => self.line(ink, cells, &shown, &widths),
                None => ink.push(PLAIN, "\n"),
            }
        }
        left_out.retain(|title| !title.is_empty());
        if let (Some(width), false) = (width, left_out.is_empty()) {
            ink.push(DIM, &format!("\nnot shown on {width} columns: {}", listed(&left_out)));
            ink.push(PLAIN, "\n");
        }
        left_out
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().flatten().filter_map(|row| row.get(column)).map(|cell| cell.text.width());
        let filled = cells.max().unwrap_or(0);
        if filled == 0 { 0 } else { filled.max(self.columns[column].title.width()) }
    }

    fn line(&self, ink: &mut Ink, cells: &[Cell], shown: &[usize], widths: &[usize]) {
        let mut blanks = String::new();
        for &column in shown {
            let empty = Cell::default();
            let cell = cells.get(column).unwrap_or(&empty);
            let missing = " ".repeat(widths[column].saturating_sub(cell.text.width()));
            if self.columns[column].to_the_right {
                blanks.push_str(&missing);
            }
            if !cell.text.is_empty() {
                // Nothing but a cell ends a line.
                ink.push(PLAIN, &std::mem::take(&mut blanks));
                ink.push(cell.style, &cell.text);
            }
            if !self.columns[column].to_the_right {
                blanks.push_str(&missing);
            }
            blanks.push_str(GAP);
        }
        ink.push(PLAIN, "\n");
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::ink::Ink;

    fn printed(width: Option<usize>) -> (String, Vec<String>) {
        let mut table = Table::default().left("crate", 0).right("budget", 0).left("origin", 2).right("max", 1);
        table.row(vec!["ä\tb".into(), "1MB".into(), "a:1".into(), "2MB".into()]);
        table.empty_line();
        table.row(vec!["数".into(), "16MB".into()]);
        let mut ink = Ink::new();
        let left_out = table.print(&mut ink, width).into_iter().map(str::to_owned).collect();
        (anstream::adapter::strip_str(&ink.finish()).to_string(), left_out)
    }

    #[test]
    fn lines_up_what_is_wide() {
        let (text, left_out) = printed(None);
        assert_eq!(text, "crate   budget  origin  max\nä    b     1MB  a:1     2MB\n\n数        16MB\n");
        assert!(left_out.is_empty());
    }

    #[test]
    fn leaves_out_what_matters_least() {
        let (text, left_out) = printed(Some(20));
        assert_eq!(
            text,
            "crate   budget  max\nä    b     1MB  2MB\n\n数        16MB\n\nnot shown on 20 columns: origin\n"
        );
        assert_eq!(left_out, ["origin"]);
        assert_eq!(printed(Some(1)).1, ["origin", "max"]);
    }
}
