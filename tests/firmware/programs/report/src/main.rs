//! Prints what it has counted as JSON, for `cargo memory-budget measure --peaks`.

#![no_std]
#![no_main]

use core::fmt::{self, Display};

use board_budgets::{CrateId, MEMORY};
use cortex_m_rt::entry;
use memory_budgets::UsageReport;

#[entry]
fn main() -> ! {
    let radio = MEMORY.charge(CrateId::Radio, 3000);
    let sensor = MEMORY.charge(CrateId::Sensor, 1000);
    assert!(radio.is_ok() && sensor.is_ok());
    drop(radio);
    board::print(&Json(MEMORY.report()));
    board::finish()
}

/// A report on one line.
struct Json(UsageReport<CrateId, { CrateId::COUNT }>);

impl Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.0.total();
        f.write_str("{\"schema\":1,\"crates\":[")?;
        for (i, (id, usage)) in self.0.iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            write!(
                f,
                "{comma}{{\"name\":\"{}\",\"used\":{},\"peak\":{},\"budget\":{}",
                id.name(),
                usage.used,
                usage.peak,
                usage.budget
            )?;
            write!(f, ",\"live\":{},\"refused\":{}}}", usage.live, usage.refused)?;
        }
        write!(f, "],\"used\":{},\"peak\":{},\"total\":{}}}", total.used, total.peak, total.budget)
    }
}
