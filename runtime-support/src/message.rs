//! Texts with sizes in them, made without an allocator and while compiling too: `panic!` in a constant takes a text and
//! formats nothing.

/// A text of at most `N` bytes.
pub struct Message<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Message<N> {
    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a memory budget breaks a rule", // only whole texts are pushed, so this is not reached
        }
    }

    pub(crate) const fn new() -> Self {
        Message { bytes: [0; N], len: 0 }
    }

    /// Adds a text, or nothing where it does not fit: a part of it might not be UTF-8.
    pub(crate) const fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes(), 0, text.len());
    }

    pub(crate) const fn push_bytes(&mut self, bytes: &[u8], from: usize, to: usize) {
        if to - from > N - self.len {
            return;
        }
        let mut i = from;
        while i < to {
            self.bytes[self.len] = bytes[i];
            self.len += 1;
            i += 1;
        }
    }

    pub(crate) const fn push_number(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.push_bytes(&digits, start, digits.len());
    }

    /// Adds a size as the validator prints it; a test of the workspace compares the two.
    pub(crate) const fn push_size(&mut self, bytes: u64) {
        let (shift, hundredths) = unit(bytes);
        self.push_number(bytes >> shift);
        if bytes == 1 {
            self.push(" byte");
        } else {
            self.push_unit(shift, hundredths);
        }
    }

    /// Adds what follows the whole part of a size.
    pub(crate) const fn push_unit(&mut self, shift: u32, hundredths: u64) {
        if hundredths != 0 {
            self.push(".");
            self.push_number(hundredths / 10);
            if hundredths % 10 != 0 {
                self.push_number(hundredths % 10);
            }
        }
        self.push(match shift {
            30 => "GB",
            20 => "MB",
            10 => "KB",
            _ => " bytes",
        });
    }
}

/// The largest unit that shows a size with two decimals, as a power of two, and these decimals.
pub(crate) const fn unit(bytes: u64) -> (u32, u64) {
    let mut shift = 30;
    while shift > 0 {
        let unit = 1u64 << shift;
        let hundredths = (bytes % unit) * 100;
        if bytes >= unit && hundredths % unit == 0 {
            return (shift, hundredths >> shift);
        }
        shift -= 10;
    }
    (0, 0)
}

/// What goes with so many bytes: "1 byte is", "2 bytes are".
#[cfg(any(target_has_atomic = "ptr", feature = "portable-atomic"))]
pub(crate) const fn verb(bytes: usize) -> &'static str {
    if bytes == 1 { "is" } else { "are" }
}

/// A size as a message shows it.
#[must_use]
pub const fn size_message(bytes: u64) -> Message<32> {
    let mut message = Message::new();
    message.push_size(bytes);
    message
}
