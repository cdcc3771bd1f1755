//! The engine's contexts for the levels of safety, of which the program chooses one when it starts.

use wrt_foundation::capabilities::{MemoryCapabilityContext, VerificationLevel};
use wrt_foundation::{CrateId, Profile};

/// The budgets of a level, and how closely it has them kept to.
pub const fn context(level: Profile) -> MemoryCapabilityContext {
    let verification = match level {
        Profile::Qm => VerificationLevel::Standard,
        Profile::AsilA => VerificationLevel::Sampling,
        Profile::AsilB => VerificationLevel::Full,
        Profile::AsilC | Profile::AsilD => VerificationLevel::Redundant,
    };
    MemoryCapabilityContext::new(level.budgets(), level.total(), verification)
}

// `assert_budget!` looks at what is in force in a build; this looks at every level. A stricter one leaves the engine no
// more, and all of them enough.
const _: () = {
    let mut i = 0;
    while i < Profile::COUNT {
        let budget = Profile::ALL[i].budget(CrateId::Runtime);
        assert!(crate::STACK <= budget);
        assert!(i == 0 || budget <= Profile::ALL[i - 1].budget(CrateId::Runtime));
        i += 1;
    }
};
