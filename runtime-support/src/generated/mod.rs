//! What the attribute's code calls. Not an interface: it changes with the macro, in the same version.

mod amounts;
mod assertions;
mod crate_id;
mod ledger;
mod profile;

pub use amounts::{Layered, address_space, budgets, bytes, sum, wide, with_margin};
pub use assertions::{Part, first_violation, over_budget, violation};
pub use crate_id::{Generated, Lazy, List, all, contains, entry, find, fmt_variant, from_index, nth, short_name};
pub use ledger::RECORDS;
pub use profile::find_profile;
