//! A lock for one core: interrupts are off while it is held, so that their handlers may allocate too. A spin lock would wait
//! there for ever.

use core::cell::Cell;

use critical_section::RestoreState;

pub struct InterruptsOff(Cell<Option<RestoreState>>);

// SAFETY: the cell is touched where interrupts are off, on the one core that there is.
unsafe impl Sync for InterruptsOff {}

// SAFETY: while it is held no other code runs, so that nobody else can have it.
unsafe impl lock_api::RawMutex for InterruptsOff {
    const INIT: Self = InterruptsOff(Cell::new(None));
    type GuardMarker = lock_api::GuardNoSend;

    fn lock(&self) {
        assert!(self.try_lock(), "an allocator does not allocate through itself");
    }

    fn try_lock(&self) -> bool {
        // SAFETY: `unlock` ends it, where it was had.
        let before = unsafe { critical_section::acquire() };
        if let Some(held) = self.0.take() {
            self.0.set(Some(held));
            // SAFETY: as begun just now.
            unsafe { critical_section::release(before) };
            return false;
        }
        self.0.set(Some(before));
        true
    }

    unsafe fn unlock(&self) {
        if let Some(before) = self.0.take() {
            // SAFETY: `try_lock` has begun it.
            unsafe { critical_section::release(before) };
        }
    }
}
