//! A table of budgets as it was written by hand, and what takes its place.

#![no_std]

pub mod after;
pub mod before;

/// What the code base calls its crates in messages.
pub trait Named {
    /// The name.
    fn name(&self) -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(before::CrateId, after::CrateId); before::CRATE_COUNT] = [
        (before::CrateId::Core, after::CrateId::Core),
        (before::CrateId::Net, after::CrateId::Net),
        (before::CrateId::Log, after::CrateId::Log),
    ];

    #[test]
    fn the_numbers_are_the_same() {
        assert_eq!(before::CRATE_BUDGETS, after::CRATE_BUDGETS);
        assert_eq!(before::TOTAL_MEMORY_BUDGET, after::TOTAL_MEMORY_BUDGET);
        assert_eq!(before::CRATE_COUNT, after::CrateId::COUNT);
        assert!(PAIRS.iter().all(|(before, after)| *before as usize == *after as usize));
        assert_eq!(before::CrateId::default() as usize, after::CrateId::default() as usize);
    }

    #[test]
    fn the_traits_names_are_the_same_and_the_method_is_not() {
        for (before, after) in PAIRS {
            assert_eq!(Named::name(&before), Named::name(&after));
        }
        assert_eq!(before::CrateId::Net.name(), "net");
        assert_eq!(after::CrateId::Net.name(), "app-net");
    }

    #[test]
    fn the_careful_numbers_are_the_same() {
        for (id, bytes) in before::CAREFUL_BUDGETS {
            assert_eq!(after::Profile::Careful.budget(PAIRS[id as usize].1), bytes);
        }
    }

    #[test]
    fn numbers_lead_to_the_same_crates() {
        for index in 0..=before::CRATE_COUNT {
            let before = before::numbered(index).map(|id| Named::name(&id));
            assert_eq!(before, after::numbered(index).map(|id| Named::name(&id)));
        }
    }

    #[test]
    fn a_static_for_each_crate() {
        assert!(after::SEEN.iter().all(|seen| !seen.load(core::sync::atomic::Ordering::Relaxed)));
    }
}
