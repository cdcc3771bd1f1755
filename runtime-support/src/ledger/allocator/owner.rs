//! Who a block of the program's allocator is charged to: four bytes behind it.

use core::alloc::Layout;

use super::super::account::Account;

/// The bytes behind a block that say who it is charged to.
pub(super) const OWNER: usize = size_of::<Owner>();

/// Who a block is charged to: an account, by its index, or nobody.
#[derive(Clone, Copy)]
pub(super) struct Owner(u32);

/// Set where the account is none that [counts in line](Account::is_in_line), so that its index says so.
const OUT_OF_LINE: u32 = 1 << 31;

impl Owner {
    pub(super) const NOBODY: Owner = Owner(u32::MAX);

    /// An account; whether it counts in line.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a ledger has fewer accounts than a program has bytes")]
    pub(super) fn new(index: usize, in_line: bool) -> Owner {
        Owner(index as u32 | if in_line { 0 } else { OUT_OF_LINE })
    }

    /// The index of an account that counts in line, and of no account for everybody else.
    #[inline]
    pub(super) fn index_in_line(self) -> usize {
        self.0 as usize
    }

    /// The index of an account that does not count in line.
    #[inline]
    pub(super) fn index_out_of_line(self) -> Option<usize> {
        (!Account::ALL_IN_LINE && self.0 != Owner::NOBODY.0).then_some(self.index())
    }

    /// The index of the account, and of no account for nobody.
    #[inline]
    pub(super) fn index(self) -> usize {
        (self.0 & !OUT_OF_LINE) as usize
    }
}

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
/// [`with_owner`] has to have one; or the layout is [common](is_common), and its size was charged in line.
#[inline]
pub(super) unsafe fn with_owner_unchecked(layout: Layout) -> Layout {
    // SAFETY: as the caller promises.
    unsafe { Layout::from_size_align_unchecked(layout.size().unchecked_add(OWNER), layout.align()) }
}

/// Whether a layout is as nearly all are: aligned as any block is, and far from the largest where it is charged in line, which
/// no size beyond 2^31 is. The system's allocator asks the same, and need not where it has been asked before.
#[inline]
pub(super) fn is_common(layout: Layout) -> bool {
    const ALIGN: usize = 2 * size_of::<usize>();
    let is_small = usize::BITS > 32 || layout.size() <= isize::MAX as usize / 4;
    layout.align() <= ALIGN && layout.align() <= layout.size() && is_small
}

/// Notes who a block is charged to.
///
/// # Safety
/// The block has to be at least `size` and [`OWNER`] bytes long, and its owner not in use by anybody else.
#[inline]
pub(super) unsafe fn set_owner(block: *mut u8, size: usize, owner: Owner) {
    // SAFETY: these bytes are the block's, as the caller promises; they need not be aligned.
    unsafe { block.add(size).cast::<Owner>().write_unaligned(owner) };
}

/// Who a block is charged to.
///
/// # Safety
/// `set_owner` has to have been called for this block and size.
#[inline]
pub(super) unsafe fn owner(block: *mut u8, size: usize) -> Owner {
    // SAFETY: as for `set_owner`, which has written them.
    unsafe { block.add(size).cast::<Owner>().read_unaligned() }
}

#[cfg(test)]
mod tests {
    use super::{Layout, OWNER, Owner, is_common, with_owner};

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
    fn common_layouts_are_aligned_for_no_more_than_a_word_or_two() {
        let (words, most) = (2 * size_of::<usize>(), isize::MAX as usize / 4);
        for (size, align, common) in [
            (1, 1, true),
            (words, words, true),
            (most, words, true),
            (most + 1, words, cfg!(target_pointer_width = "64")),
            (words - 1, words, false),
            (0, 1, false),
            (2 * words, 2 * words, false),
        ] {
            let layout = Layout::from_size_align(size, align).expect("it fits an address space");
            assert_eq!(is_common(layout), common, "{size} by {align}");
        }
    }

    #[test]
    fn an_owner_says_whether_it_counts_in_line() {
        for index in [0, 1, 1 << 20] {
            let [in_line, patient] = [true, false].map(|in_line| Owner::new(index, in_line));
            assert_eq!((in_line.index(), patient.index()), (index, index));
            assert!(in_line.index_in_line() == index && patient.index_in_line() >= 1 << 31);
        }
        let nobody = Owner::NOBODY;
        assert!(nobody.index() >= (1 << 31) - 1 && nobody.index_in_line() >= 1 << 31);
    }
}
