//! The stack and the heap, where the linker script makes regions of them.

use super::elf::Elf;
use super::measurement::Reserved;
use super::section::Section;

/// The region that a section is made for, by the names that linker scripts give.
pub(super) fn region(section: &Section) -> Option<&'static str> {
    let is = |part: &str| section.memory.ram && section.name.contains(part);
    if is("stack") {
        Some("stack")
    } else if is("heap") {
        Some("heap")
    } else {
        None
    }
}

pub(super) fn reserve(reserved: &mut Vec<Reserved>, name: &str, bytes: u64) {
    match reserved.iter_mut().find(|one| one.name == name) {
        Some(one) => one.bytes += bytes,
        None => reserved.push(Reserved { name: name.to_owned(), bytes, in_section: true }),
    }
}

/// The stack and the heap of a linker script that makes no sections of them: what it leaves between two symbols.
pub(super) fn between_symbols(elf: &Elf<'_>, reserved: &mut Vec<Reserved>) {
    let at = |name: &str| elf.absolute.iter().find(|(known, _)| known == name).map(|(_, address)| *address);
    let ends = [
        ("stack", "_stack_end", "_stack_start"),
        ("stack", "_estack", "_sstack"),
        ("heap", "_sheap", "_eheap"),
        ("heap", "__sheap", "__eheap"),
    ];
    for (region, low, high) in ends {
        if let (Some(low), Some(high)) = (at(low), at(high)) {
            if high > low && !reserved.iter().any(|one| one.name == region) {
                reserved.push(Reserved { name: region.to_owned(), bytes: high - low, in_section: false });
            }
        }
    }
}
