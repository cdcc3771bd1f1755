//! What a program comes to: data alone. What it means for a budget is for the validator's rules to say.

use serde::{Deserialize, Serialize};

/// A measured program. All sizes are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Measurement {
    /// As `target_arch` calls it.
    pub architecture: String,
    /// Every section that is in memory, in the order of the file.
    pub sections: Vec<Section>,
    /// Every crate that something in the program is known to be of: the one with the most RAM first, then by name.
    pub crates: Vec<CrateRow>,
    /// What no crate is known to own.
    pub unattributed: Share,
    /// What lies between two rows because of their alignment.
    pub padding: Memories,
    /// The stack and the heap, where the linker script makes regions of them.
    pub reserved: Vec<Reserved>,
    /// All sections together.
    pub total: Memories,
}

/// Bytes in each kind of memory. What a board copies from flash to RAM at its start is counted in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memories {
    /// RAM: what the program may write to.
    pub ram: u64,
    /// Thread-local RAM, counted once; every thread has its own.
    pub tls: u64,
    /// What is stored and not written at run time.
    pub flash: u64,
}

impl Measurement {
    /// Keeps of each crate's symbols so many of the largest.
    pub(crate) fn show(&mut self, largest: usize) {
        for row in &mut self.crates {
            row.share.largest.truncate(largest);
        }
        self.unattributed.largest.truncate(largest);
    }
}

impl Memories {
    /// RAM, with that of one thread.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.ram + self.tls
    }
}

/// A section that is in memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Where it begins.
    pub address: u64,
    /// Where its first contents are stored, where that is another place.
    pub stored_at: Option<u64>,
    /// Its size: what is attributed, padding, reserved and unattributed come to it.
    pub size: u64,
    /// `ram`, `flash`, `ram+flash` or `tls`.
    pub memory: String,
    /// What is some crate's.
    pub attributed: u64,
    /// What lies between two rows because of their alignment.
    pub padding: u64,
    /// What is nobody's, because it is the stack or the heap.
    pub reserved: u64,
    /// What no crate is known to own.
    pub unattributed: u64,
}

/// What a crate has in a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrateRow {
    /// Its name in the program: that of its library, `app_core` of the package `app-core`.
    pub name: String,
    /// What tells it from another version of itself, in hexadecimal; nothing where no name in the program says it.
    pub disambiguator: Option<String>,
    /// What it has.
    #[serde(flatten)]
    pub share: Share,
    /// How its RAM, that of one thread included, is known to be its.
    pub known: KnownBytes,
}

/// A part of the program's memory, with the symbols that weigh most in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The bytes.
    #[serde(flatten)]
    pub bytes: Memories,
    /// Its symbols in RAM, the largest first.
    pub largest: Vec<SymbolRow>,
}

/// A symbol in RAM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SymbolRow {
    /// Its readable name; empty for bytes that have none.
    pub symbol: String,
    /// The section that it lies in.
    pub section: String,
    /// The bytes that it owns.
    pub bytes: u64,
    /// How its owner is known.
    pub known: Known,
    /// The crate of its type, where that is another one: a pool that a macro has put where it lies. Looked for where it is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_crate: Option<String>,
}

/// How an owner is known, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// A name in the v0 form, or a symbol that only one crate's object file defines.
    Exact,
    /// A name in the legacy form.
    Name,
    /// The debug information.
    Debug,
    /// The linker's map.
    Map,
    /// Not at all.
    Unattributed,
}

impl Known {
    const ALL: [Known; 5] = [Known::Unattributed, Known::Exact, Known::Name, Known::Debug, Known::Map];

    /// As a number in a symbol, of which there are many. 0 is not at all.
    pub(crate) fn code(self) -> u8 {
        u8::try_from(Known::ALL.iter().position(|&one| one == self).unwrap_or(0)).unwrap_or(0)
    }

    pub(crate) fn of_code(code: u8) -> Known {
        Known::ALL[usize::from(code)]
    }
}

/// Bytes by how their owner is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBytes {
    /// See [`Known::Exact`].
    pub exact: u64,
    /// See [`Known::Name`].
    pub name: u64,
    /// See [`Known::Debug`].
    pub debug: u64,
    /// See [`Known::Map`].
    pub map: u64,
}

/// A region that belongs to no crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// `stack` or `heap`.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it is a section, and a part of the program's RAM. Else it is what the linker script leaves between two symbols.
    pub in_section: bool,
}
