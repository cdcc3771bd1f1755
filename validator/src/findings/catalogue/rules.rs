//! What the rules have in common; what each one says stands in its row.

use crate::findings::{Finding, Kind, Origin};

pub(crate) fn too_many_sections(setting: &str, sections: usize, limit: usize, origin: &Origin) -> Finding {
    let title = format!("{setting} cannot be followed through {sections} [target] sections that change budgets");
    let solution = format!("Set strict_mode = true, where the compiler decides it, or keep to {limit} such sections");
    Finding::new(Kind::MarginSections, title, solution, origin)
}
