//! How many steps the inner loops take, for tests of how the cost grows: time would depend on the machine.

/// Counts steps; nothing in a build that is no test.
#[inline]
pub(crate) fn steps(count: usize) {
    #[cfg(any(test, fuzzing))]
    counted::STEPS.with(|steps| steps.set(steps.get() + count as u64));
    #[cfg(not(any(test, fuzzing)))]
    let _ = count;
}

#[cfg(any(test, fuzzing))]
pub use counted::during;

#[cfg(any(test, fuzzing))]
mod counted {
    use std::cell::Cell;

    thread_local!(pub(super) static STEPS: Cell<u64> = const { Cell::new(0) });

    /// The steps that `run` takes.
    pub fn during(run: impl FnOnce()) -> u64 {
        let before = STEPS.get();
        run();
        STEPS.get() - before
    }
}
