//! The presets `wrt` and `kiln`: one table under two prefixes, of what both projects' documents list.

const KB: u64 = 1 << 10;
const MB: u64 = 1 << 20;

/// What a configuration starts from.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Preset {
    #[default]
    Wrt,
    /// As WRT is called today.
    Kiln,
    None,
}

impl Preset {
    pub(crate) const ALL: &[Preset] = &[Preset::Wrt, Preset::Kiln, Preset::None];

    /// As the file calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Preset::Wrt => "wrt",
            Preset::Kiln => "kiln",
            Preset::None => "none",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Preset> {
        Preset::ALL.iter().copied().find(|preset| preset.name() == name)
    }

    /// What the names of its crates begin with; empty where it has none.
    pub(crate) fn prefix(self) -> &'static str {
        if self == Preset::None { "" } else { self.name() }
    }

    /// The one that a package goes by where no file speaks.
    pub(crate) fn of_package(name: &str) -> Preset {
        if name.starts_with("kiln-") { Preset::Kiln } else { Preset::Wrt }
    }

    pub(crate) fn crates(self) -> &'static [PresetCrate] {
        if self == Preset::None { &[] } else { &CRATES }
    }

    /// The whole name of one of its crates.
    pub(crate) fn name_of(self, known: &PresetCrate) -> String {
        format!("{}-{}", self.prefix(), known.short)
    }

    /// Whether a package is one of the preset's.
    pub(crate) fn holds(self, package: &str) -> bool {
        for known in self.crates() {
            if self.name_of(known) == package {
                return true;
            }
        }
        false
    }
}

/// One crate of the preset; sizes in bytes.
pub(crate) struct PresetCrate {
    /// The name without the prefix and the dash behind it.
    pub(crate) short: &'static str,
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

const fn preset(short: &'static str, sizes: [u64; 3], purpose: &'static str, memory_system: bool) -> PresetCrate {
    let [budget, min, max] = sizes;
    PresetCrate { short, budget, min, max, purpose, memory_system }
}

const CRATES: [PresetCrate; 16] = [
    preset("foundation", [8 * MB, MB, 64 * MB], "Core memory management", true),
    preset("runtime", [16 * MB, 4 * MB, 256 * MB], "Execution engine", true),
    preset("component", [12 * MB, 4 * MB, 96 * MB], "Component Model support", true),
    preset("decoder", [4 * MB, 256 * KB, 32 * MB], "WebAssembly decoding", true),
    preset("format", [2 * MB, 256 * KB, 16 * MB], "Format handling", true),
    preset("host", [4 * MB, 256 * KB, 32 * MB], "Host integration", true),
    preset("debug", [2 * MB, 256 * KB, 16 * MB], "Debug tools", false),
    preset("platform", [8 * MB, 2 * MB, 64 * MB], "Platform abstraction", true),
    preset("instructions", [4 * MB, 256 * KB, 32 * MB], "Instruction execution", false),
    preset("logging", [MB, 256 * KB, 8 * MB], "Logging infrastructure", false),
    preset("intercept", [MB, 256 * KB, 8 * MB], "Interception/monitoring", false),
    preset("panic", [512 * KB, 256 * KB, 4 * MB], "Panic handling", false),
    preset("sync", [MB, 256 * KB, 8 * MB], "Synchronization", false),
    preset("math", [512 * KB, 256 * KB, 4 * MB], "Mathematical operations", false),
    preset("error", [256 * KB, 256 * KB, 2 * MB], "Error handling", false),
    preset("helper", [256 * KB, 256 * KB, 2 * MB], "Helper utilities", false),
];
