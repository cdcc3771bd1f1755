//! What a section of a program is to its memory.

/// A section that is in memory.
pub(crate) struct Section {
    pub(crate) name: String,
    pub(crate) address: u64,
    /// Where its first contents are stored, where that is another place.
    pub(crate) stored_at: Option<u64>,
    pub(crate) size: u64,
    pub(crate) align: u64,
    pub(crate) memory: Memory,
}

/// What memory a section takes. What a board copies at its start takes RAM and flash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) ram: bool,
    pub(crate) flash: bool,
    /// Once a thread.
    pub(crate) tls: bool,
}

impl Memory {
    /// Whether the program may write to it.
    pub(crate) fn is_written(self) -> bool {
        self.ram || self.tls
    }
}
