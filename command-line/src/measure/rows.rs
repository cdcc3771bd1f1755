//! Every byte of a section in one row: whose it is, nobody's, or padding.

use super::elf::{Elf, Symbol};

/// Bytes without a symbol that are too many for padding.
pub(crate) struct Gap {
    pub(crate) address: u64,
    pub(crate) bytes: u64,
    /// The name of the label at its beginning, if it has one, as an offset into the string table.
    pub(crate) label: Option<u32>,
    pub(crate) section: u16,
}

/// What a section comes to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rows {
    /// Bytes of symbols.
    pub(crate) named: u64,
    /// Bytes of gaps.
    pub(crate) nameless: u64,
    pub(crate) padding: u64,
}

/// Sorts the symbols by section and address and gives each the bytes that it owns.
///
/// A symbol owns what lies between its address and its end and in no symbol within it: the compiler merges variables into one, and
/// keeps their names. Of several names for the same bytes one counts. A symbol without a size owns nothing; it is the name of the gap
/// that begins there.
pub(crate) fn sweep(elf: &mut Elf<'_>) -> (Vec<Rows>, Vec<Gap>) {
    let mut symbols = std::mem::take(&mut elf.symbols);
    symbols.sort_unstable_by(|a, b| {
        let place = |symbol: &Symbol| (symbol.section, symbol.address);
        place(a)
            .cmp(&place(b))
            .then_with(|| (b.bytes, a.rank).cmp(&(a.bytes, b.rank)))
            .then_with(|| elf.name(a.name).cmp(elf.name(b.name)))
    });
    symbols.dedup_by_key(|symbol| (symbol.section, symbol.address, symbol.bytes));

    let mut rows = vec![Rows::default(); elf.sections.len()];
    let mut gaps = Vec::new();
    let mut start = 0;
    for (number, section) in elf.sections.iter().enumerate() {
        let number = u16::try_from(number).unwrap_or(u16::MAX); // there are no more
        let end = start + symbols[start..].partition_point(|symbol| symbol.section == number);
        let mut sweep = Sweep {
            symbols: &mut symbols[start..end],
            open: Vec::new(),
            at: section.address,
            label: None,
            rows: Rows::default(),
            gaps: &mut gaps,
            section: number,
            align: section.align.max(elf.word),
        };
        sweep.run(section.address + section.size);
        rows[usize::from(number)] = sweep.rows;
        start = end;
    }
    elf.symbols = symbols;
    (rows, gaps)
}

struct Sweep<'s> {
    symbols: &'s mut [Symbol],
    /// The symbols that are open, innermost last: where they end, and which they are.
    open: Vec<(u64, usize)>,
    at: u64,
    label: Option<u32>,
    rows: Rows,
    gaps: &'s mut Vec<Gap>,
    section: u16,
    align: u64,
}

impl Sweep<'_> {
    fn run(&mut self, end: u64) {
        for i in 0..self.symbols.len() {
            let (address, bytes) = (self.symbols[i].address, std::mem::take(&mut self.symbols[i].bytes));
            self.advance(address);
            if bytes > 0 {
                self.label = None;
                self.open.push((address.saturating_add(bytes).min(end), i));
            } else if self.open.is_empty() {
                self.label = Some(self.symbols[i].name);
            }
        }
        self.advance(end);
    }

    /// Gives all bytes up to an address to whoever is open there.
    fn advance(&mut self, to: u64) {
        while let Some(&(end, i)) = self.open.last() {
            let reached = end.min(to);
            let owned = reached.saturating_sub(self.at);
            self.symbols[i].bytes += owned;
            self.rows.named += owned;
            self.at = self.at.max(reached);
            if end > to {
                return;
            }
            self.open.pop();
        }
        if self.at < to {
            self.gap(to);
            self.at = to;
        }
        self.label = None;
    }

    /// What lies before an address and has no symbol: padding, where it is less than the next row's alignment can ask for.
    fn gap(&mut self, to: u64) {
        let bytes = to - self.at;
        let asked = 1u64.checked_shl(to.trailing_zeros()).unwrap_or(u64::MAX).min(self.align);
        if bytes < asked {
            self.rows.padding += bytes;
        } else {
            self.rows.nameless += bytes;
            self.gaps.push(Gap { address: self.at, bytes, label: self.label, section: self.section });
        }
    }
}
