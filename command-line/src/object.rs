//! Structs as JSON objects, written by hand: serde's derive takes longer to compile than all that prints JSON here.

/// `object!(Region { "startLine": start_line })`. With `unless is_none` a field is left out where that holds.
macro_rules! object {
    ($object:ident $(<$life:lifetime>)? { $($key:literal: $field:ident $(unless $absent:ident)?),* $(,)? }) => {
        impl $(<$life>)? serde_core::Serialize for $object $(<$life>)? {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_map(None)?;
                $($(if !self.$field.$absent())? {
                    serde_core::ser::SerializeMap::serialize_entry(&mut object, $key, &self.$field)?;
                })*
                serde_core::ser::SerializeMap::end(object)
            }
        }
    };
}

pub(crate) use object;

/// JSON that people can read as well.
pub(crate) fn pretty(object: &impl serde_core::Serialize) -> String {
    // Neither maps with keys that are no texts nor anything that fails is in it.
    serde_json::to_string_pretty(object).unwrap_or_default() + "\n"
}
