//! Messages with numbers in them, made while compiling: `panic!` in a constant takes a text and formats nothing.

/// The largest size of the target.
const ADDRESS_SPACE: u64 = usize::MAX as u64;

/// A compile-time message.
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

    const fn new() -> Self {
        Message { bytes: [0; N], len: 0 }
    }

    /// Adds a text, or nothing where it does not fit: a part of it might not be UTF-8.
    const fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes(), 0, text.len());
    }

    const fn push_bytes(&mut self, bytes: &[u8], from: usize, to: usize) {
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

    const fn push_number(&mut self, number: u64) {
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

    /// Adds the largest sizes, the first of equals first, as the validator lists them; a test of the workspace compares the two.
    const fn push_largest(&mut self, names: &[&str], sizes: &[u64], origins: &[&str]) {
        self.push("\n\nthe largest budgets:");
        // What was listed last: all that is larger, and of its equals those before it, is listed already.
        let mut last = (u64::MAX, 0);
        let mut shown = 0;
        while shown < 3 {
            let mut next = sizes.len();
            let mut i = 0;
            while i < sizes.len() {
                let open = sizes[i] < last.0 || (sizes[i] == last.0 && i >= last.1);
                if open && (next == sizes.len() || sizes[i] > sizes[next]) {
                    next = i;
                }
                i += 1;
            }
            if next == sizes.len() {
                return;
            }
            self.push("\n  ");
            self.push(names[next]);
            self.push(" ");
            self.push_size(sizes[next]);
            self.push(" (");
            self.push(origins[next]);
            self.push(")");
            last = (sizes[next], next + 1);
            shown += 1;
        }
    }

    /// Adds a size as the validator prints it; a test of the workspace compares the two.
    const fn push_size(&mut self, bytes: u64) {
        let mut shift = 30;
        while shift > 0 {
            let unit = 1u64 << shift;
            let hundredths = (bytes % unit) * 100;
            if bytes >= unit && hundredths % unit == 0 {
                self.push_number(bytes >> shift);
                let hundredths = hundredths >> shift;
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
                    _ => "KB",
                });
                return;
            }
            shift -= 10;
        }
        self.push_number(bytes);
        self.push(if bytes == 1 { " byte" } else { " bytes" });
    }
}

/// A part of a message. A text is only ever copied: whatever it holds, nothing in it is a place.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// A text.
    Text(&'a str),
    /// The crate's name.
    Crate,
    /// Where its budget came from.
    Origin,
    /// The size on the left.
    Left,
    /// The size on the right.
    Right,
    /// Another size.
    Size(u64),
    /// How many bits an address has.
    Width,
    /// How many bytes addresses can tell apart.
    Space,
    /// The largest of these sizes, with names and origins.
    Largest(&'a [&'a str], &'a [u64], &'a [&'a str]),
}

/// A size as a message shows it.
#[must_use]
pub const fn size_message(bytes: u64) -> Message<32> {
    let mut message = Message::new();
    message.push_size(bytes);
    message
}

/// One or many of something: one stands for every crate.
const fn at(list: &[u64], i: usize) -> u64 {
    if list.len() == 1 { list[0] } else { list[i] }
}

/// The message of the first crate for which `left <= right` does not hold.
#[must_use]
pub const fn first_violation<const N: usize>(
    names: &[&str],
    origins: &[&str],
    left: &[u64],
    right: &[u64],
    parts: &[Part<'_>],
) -> Option<Message<N>> {
    let mut i = 0;
    while i < names.len() {
        if at(left, i) > at(right, i) {
            return Some(message(names[i], origins[i], at(left, i), at(right, i), parts));
        }
        i += 1;
    }
    None
}

/// The message where `left <= right` does not hold.
#[must_use]
pub const fn violation<const N: usize>(left: u64, right: u64, parts: &[Part<'_>]) -> Option<Message<N>> {
    if left <= right { None } else { Some(message("", "", left, right, parts)) }
}

const fn message<const N: usize>(name: &str, origin: &str, left: u64, right: u64, parts: &[Part<'_>]) -> Message<N> {
    let mut message = Message::new();
    let mut i = 0;
    while i < parts.len() {
        match parts[i] {
            Part::Text(text) => message.push(text),
            Part::Crate => message.push(name),
            Part::Origin => message.push(origin),
            Part::Left => message.push_size(left),
            Part::Right => message.push_size(right),
            Part::Size(size) => message.push_size(size),
            Part::Width => message.push_number(usize::BITS as u64),
            Part::Space => message.push_size(ADDRESS_SPACE.saturating_add(1)),
            Part::Largest(names, sizes, origins) => message.push_largest(names, sizes, origins),
        }
        i += 1;
    }
    message
}

/// The message of `assert_budget!`, where it fails.
#[must_use]
pub const fn over_budget(name: &str, bytes: usize, budget: usize) -> Option<Message<256>> {
    if bytes <= budget {
        return None;
    }
    let mut message = Message::new();
    message.push_size(bytes as u64);
    message.push(" exceed the budget of ");
    message.push(name);
    message.push(" (");
    message.push_size(budget as u64);
    message.push(")");
    Some(message)
}
