//! Frames on their way in: each is charged for as long as it lives, wherever it was made.

#![no_std]

extern crate alloc;

use alloc::boxed::Box;

use board_budgets::{Charged, CrateId, MEMORY};
use memory_budgets::BudgetExceeded;

/// The bytes of a frame.
pub const FRAME: usize = 512;

/// A frame in the heap; dropping it returns its bytes to the heap and to the budget.
pub struct Frame {
    pub bytes: Box<[u8; FRAME]>,
    _charge: Charged,
}

/// Makes room for a frame.
///
/// # Errors
/// [`BudgetExceeded`] where the frames that are alive leave no room in the radio's budget.
pub fn frame() -> Result<Frame, BudgetExceeded> {
    let charge = MEMORY.charge(CrateId::Radio, FRAME)?;
    Ok(Frame { bytes: Box::new([0; FRAME]), _charge: charge })
}
