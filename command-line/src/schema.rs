//! `schema`: the JSON Schemas of the file and of what this program writes.

use crate::Status;
use crate::args::{SchemaOf, SchemaOptions};
use crate::console::Console;
use crate::fault::Fault;

/// The schema of `memory_budget.toml`.
pub(crate) const FILE: &str = include_str!("../schema/memory_budget.schema.json");
/// The schema of the machine-readable output.
const OUTPUT: &str = include_str!("../schema/output.schema.json");
/// The schema of what `measure` writes.
const MEASUREMENT: &str = include_str!("../schema/measurement.schema.json");

pub(crate) fn schema(options: &SchemaOptions, console: &Console) -> Result<Status, Fault> {
    let text = match options.of {
        SchemaOf::File => FILE,
        SchemaOf::Output => OUTPUT,
        SchemaOf::Measurement => MEASUREMENT,
    };
    console.deliver(text, options.output.output.as_deref())?;
    Ok(Status::Fine)
}
