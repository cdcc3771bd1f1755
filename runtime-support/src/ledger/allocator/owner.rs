//! Who a block of the program's allocator is charged to: four bytes behind it.

use core::alloc::Layout;

/// The bytes behind a block that say who it is charged to.
pub(super) const OWNER: usize = size_of::<u32>();

/// The layout of a block with its owner behind it; `None` where no address space would hold it.
#[inline]
pub(super) fn with_owner(size: usize, align: usize) -> Option<Layout> {
    // Neither is larger than half of what a `usize` counts, so that the sum does not wrap.
    let fits = size + (align - 1) <= isize::MAX as usize - OWNER;
    // SAFETY: the alignment of a layout is a power of two, and the size, rounded up to it, is counted by an `isize`.
    fits.then(|| unsafe { Layout::from_size_align_unchecked(size + OWNER, align) })
}

/// As [`with_owner`], for a layout that it has one for.
///
/// # Safety
/// [`with_owner`] has to have one, or the layout to be [common](is_common).
#[inline]
pub(super) unsafe fn with_owner_unchecked(layout: Layout) -> Layout {
    // SAFETY: as the caller promises.
    unsafe { Layout::from_size_align_unchecked(layout.size().unchecked_add(OWNER), layout.align()) }
}

/// Whether a layout is as nearly all are: far from the largest, and aligned as any block is. The system's allocator asks the
/// same, and need not where it has been asked before.
#[inline]
pub(super) fn is_common(layout: Layout) -> bool {
    const ALIGN: usize = 2 * size_of::<usize>();
    const SIZE: usize = if usize::BITS > 32 { 1 << 30 } else { isize::MAX as usize / 4 };
    layout.align() <= ALIGN && layout.align() <= layout.size() && layout.size() <= SIZE
}

/// Notes who a block is charged to: the index of an account, or of nobody.
///
/// # Safety
/// The block has to be at least `size` and [`OWNER`] bytes long, and its owner not in use by anybody else.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "a ledger has fewer accounts, and nobody stays the largest number")]
pub(super) unsafe fn set_owner(block: *mut u8, size: usize, index: usize) {
    // SAFETY: these bytes are the block's, as the caller promises; they need not be aligned.
    unsafe { block.add(size).cast::<u32>().write_unaligned(index as u32) };
}

/// Who a block is charged to. What is the index of no account is nobody's.
///
/// # Safety
/// `set_owner` has to have been called for this block and size.
#[inline]
pub(super) unsafe fn owner(block: *mut u8, size: usize) -> usize {
    // SAFETY: as for `set_owner`, which has written them.
    unsafe { block.add(size).cast::<u32>().read_unaligned() as usize }
}

#[cfg(test)]
mod tests {
    use super::{Layout, OWNER, is_common, with_owner};

    #[test]
    fn an_owner_goes_behind_whatever_an_address_space_holds() {
        const MOST: usize = isize::MAX as usize;
        for align in (0..usize::BITS - 1).map(|power| 1usize << power) {
            let last = MOST - (align - 1); // the largest size of this alignment
            for size in [0, 1, 7, 4096, last - 7, last - 5, last - 4, last - 3, last - 1, last] {
                let expected = Layout::from_size_align(size.wrapping_add(OWNER), align).ok();
                assert_eq!(with_owner(size, align), expected, "{size} by {align}");
            }
        }
    }

    #[test]
    fn common_layouts_are_neither_large_nor_aligned_for_more_than_a_word_or_two() {
        let words = 2 * size_of::<usize>();
        let most = if cfg!(target_pointer_width = "64") { 1 << 30 } else { (1 << 29) - 1 };
        for (size, align, common) in [
            (1, 1, true),
            (words, words, true),
            (most, words, true),
            (most + 1, words, false),
            (isize::MAX as usize - words, 1, false),
            (words - 1, words, false),
            (0, 1, false),
            (2 * words, 2 * words, false),
        ] {
            let layout = Layout::from_size_align(size, align).expect("it fits an address space");
            assert_eq!(is_common(layout), common, "{size} by {align}");
        }
    }
}
