//! The variables of a unit, with the name space that each stands in.

use gimli::{AttributeValue, Operation};

use super::{Bytes, Information, Unit};

/// What stands in a unit, as far as it concerns variables at wanted addresses.
#[derive(Default)]
pub(super) struct Contents {
    /// Where each outermost name space begins, and what it is called; nothing where something else begins.
    pub(super) roots: Vec<(usize, Option<String>)>,
    pub(super) variables: Vec<Variable>,
}

pub(super) struct Variable {
    pub(super) address: u64,
    /// Where it is declared.
    pub(super) offset: usize,
    pub(super) of_type: Option<Place>,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the same unit.
    Unit(usize),
    /// In any unit, counted from where the first begins.
    Any(usize),
}

impl Place {
    pub(super) fn of(value: &AttributeValue<Bytes<'_>>) -> Option<Place> {
        match value {
            AttributeValue::UnitRef(offset) => Some(Place::Unit(offset.0)),
            AttributeValue::DebugInfoRef(offset) => Some(Place::Any(offset.0)),
            _ => None,
        }
    }
}

impl Contents {
    /// Reads a unit, up to what is broken in it. The addresses are sorted.
    pub(super) fn read<'d>(information: &Information<'_, 'd>, unit: &Unit<'d>, wanted: &[u64]) -> Contents {
        let mut contents = Contents::default();
        let _ = contents.fill(information, unit, wanted);
        contents
    }

    /// What the outermost name space is called that an entry stands in: in Rust it is the crate.
    pub(super) fn root(&self, offset: usize) -> Option<&str> {
        let after = self.roots.partition_point(|(begin, _)| *begin <= offset);
        self.roots[..after].last()?.1.as_deref()
    }

    fn fill<'d>(&mut self, information: &Information<'_, 'd>, unit: &Unit<'d>, wanted: &[u64]) -> gimli::Result<()> {
        let mut entries = unit.entries_raw(None)?;
        while !entries.is_empty() {
            let (depth, offset) = (entries.next_depth(), entries.next_offset().0);
            let Some(abbreviation) = entries.read_abbreviation()? else { continue };
            let tag = abbreviation.tag();
            if depth == 1 && tag != gimli::DW_TAG_namespace && self.roots.last().is_some_and(|(_, name)| name.is_some())
            {
                self.roots.push((offset, None));
            }
            match tag {
                gimli::DW_TAG_namespace if depth == 1 => {
                    let mut name = None;
                    for specification in abbreviation.attributes() {
                        let attribute = entries.read_attribute(*specification)?;
                        if attribute.name() == gimli::DW_AT_name {
                            name = information.text(unit, attribute.value());
                        }
                    }
                    self.roots.push((offset, name));
                }
                gimli::DW_TAG_variable => {
                    let (mut at, mut of_type) = (None, None);
                    for specification in abbreviation.attributes() {
                        let attribute = entries.read_attribute(*specification)?;
                        match (attribute.name(), attribute.value()) {
                            (gimli::DW_AT_location, AttributeValue::Exprloc(expression)) => {
                                at = address(information, unit, expression);
                            }
                            (gimli::DW_AT_type, value) => of_type = Place::of(&value),
                            _ => {}
                        }
                    }
                    if let Some(address) = at.filter(|at| wanted.binary_search(at).is_ok()) {
                        self.variables.push(Variable { address, offset, of_type });
                    }
                }
                _ => entries.skip_attributes(abbreviation.attributes())?,
            }
        }
        Ok(())
    }
}

/// The address that an expression comes to, where it is a fixed one.
fn address<'d>(
    information: &Information<'_, 'd>,
    unit: &Unit<'d>,
    expression: gimli::Expression<Bytes<'d>>,
) -> Option<u64> {
    let mut operations = expression.operations(unit.encoding());
    let mut address = match operations.next().ok()?? {
        Operation::Address { address } => address,
        Operation::AddressIndex { index } => information.address(unit, index)?,
        Operation::UnsignedConstant { value } => {
            let tls = information.elf.tls.unwrap_or(0);
            return matches!(operations.next(), Ok(Some(Operation::TLS))).then(|| value.wrapping_add(tls));
        }
        _ => return None,
    };
    if let Ok(Some(Operation::PlusConstant { value })) = operations.next() {
        address = address.wrapping_add(value);
    }
    Some(address)
}
