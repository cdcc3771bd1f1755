//! The preset `wrt`: the budgets that the document lists, with the limits of specification 1, section 3.

const KB: u64 = 1 << 10;
const MB: u64 = 1 << 20;

/// One crate of the preset; sizes in bytes.
pub(crate) struct PresetCrate {
    pub(crate) name: &'static str,
    pub(crate) budget: u64,
    pub(crate) min: u64,
    pub(crate) max: u64,
    pub(crate) purpose: &'static str,
    pub(crate) memory_system: bool,
}

/// The total budget: the crates come to 64.5MB, so 1MB is headroom.
pub(crate) const TOTAL: u64 = 65 * MB + 512 * KB;

/// The platform limit, and the predicate of the targets that it holds for.
pub(crate) const PLATFORM_LIMIT: (&str, u64) = ("cfg(target_arch = \"arm\")", 32 * MB);

const fn preset(name: &'static str, sizes: [u64; 3], purpose: &'static str, memory_system: bool) -> PresetCrate {
    let [budget, min, max] = sizes;
    PresetCrate { name, budget, min, max, purpose, memory_system }
}

pub(crate) const CRATES: [PresetCrate; 16] = [
    preset("wrt-foundation", [8 * MB, MB, 64 * MB], "Core memory management", true),
    preset("wrt-runtime", [16 * MB, 4 * MB, 256 * MB], "Execution engine", true),
    preset("wrt-component", [12 * MB, 4 * MB, 96 * MB], "Component Model support", true),
    preset("wrt-decoder", [4 * MB, 256 * KB, 32 * MB], "WebAssembly decoding", true),
    preset("wrt-format", [2 * MB, 256 * KB, 16 * MB], "Format handling", true),
    preset("wrt-host", [4 * MB, 256 * KB, 32 * MB], "Host integration", true),
    preset("wrt-debug", [2 * MB, 256 * KB, 16 * MB], "Debug tools", false),
    preset("wrt-platform", [8 * MB, 2 * MB, 64 * MB], "Platform abstraction", true),
    preset("wrt-instructions", [4 * MB, 256 * KB, 32 * MB], "Instruction execution", false),
    preset("wrt-logging", [MB, 256 * KB, 8 * MB], "Logging infrastructure", false),
    preset("wrt-intercept", [MB, 256 * KB, 8 * MB], "Interception/monitoring", false),
    preset("wrt-panic", [512 * KB, 256 * KB, 4 * MB], "Panic handling", false),
    preset("wrt-sync", [MB, 256 * KB, 8 * MB], "Synchronization", false),
    preset("wrt-math", [512 * KB, 256 * KB, 4 * MB], "Mathematical operations", false),
    preset("wrt-error", [256 * KB, 256 * KB, 2 * MB], "Error handling", false),
    preset("wrt-helper", [256 * KB, 256 * KB, 2 * MB], "Helper utilities", false),
];

/// Whether a package is one of the preset's, by the names of today or of old.
pub(crate) fn holds(package: &str) -> bool {
    let own = package.strip_prefix("wrt-").or_else(|| package.strip_prefix("kiln-"));
    own.is_some_and(|own| CRATES.iter().any(|known| known.name.strip_prefix("wrt-") == Some(own)))
}
