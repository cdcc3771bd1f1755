//! What the compilers know of targets: names, values, and what people call them otherwise.

use crate::findings::suggest;

/// Names that stand alone.
const ALONE: [&str; 4] = ["unix", "windows", "debug_assertions", "proc_macro"];
/// Names that are set for tests and tools. They are so short that others are close to them by chance.
const OF_TOOLS: [&str; 6] = ["test", "doc", "doctest", "miri", "clippy", "rustfmt"];
/// Names that have values.
const WITH_VALUES: [&str; 12] = [
    "target_arch",
    "target_os",
    "target_env",
    "target_family",
    "target_vendor",
    "target_endian",
    "target_pointer_width",
    "target_feature",
    "target_has_atomic",
    "target_abi",
    "panic",
    "feature",
];
/// Names that stable compilers refuse to be asked for: those of the release 1.95 and the nightly 1.97.
const UNSTABLE: [&str; 18] = [
    "contract_checks",
    "emscripten_wasm_eh",
    "fmt_debug",
    "overflow_checks",
    "relocation_model",
    "sanitize",
    "sanitizer_cfi_generalize_pointers",
    "sanitizer_cfi_normalize_integers",
    "target_has_atomic_equal_alignment",
    "target_has_atomic_load_store",
    "target_has_reliable_f128",
    "target_has_reliable_f128_math",
    "target_has_reliable_f16",
    "target_has_reliable_f16_math",
    "target_object_format",
    "target_thread_local",
    "ub_checks",
    "version",
];
/// Values that are taken for names, and the names that have them.
const VALUES_ALONE: [(&str, &str); 12] = [
    ("linux", "target_os"),
    ("macos", "target_os"),
    ("ios", "target_os"),
    ("android", "target_os"),
    ("freebsd", "target_os"),
    ("arm", "target_arch"),
    ("aarch64", "target_arch"),
    ("x86", "target_arch"),
    ("x86_64", "target_arch"),
    ("riscv32", "target_arch"),
    ("riscv64", "target_arch"),
    ("wasm32", "target_arch"),
];

/// Whether stable compilers refuse to be asked for this name.
pub(super) fn is_unstable(name: &str) -> bool {
    UNSTABLE.contains(&name)
}

/// What was probably meant by a name, or a name with a value, that no compiler sets; `None` for one that is set, and for
/// one that is far from all of these, which the build may set itself.
pub(crate) fn probable_name(name: &str, value: Option<&str>) -> Option<String> {
    let stands_alone = ALONE.contains(&name) || OF_TOOLS.contains(&name);
    if value.is_some() {
        if stands_alone {
            return Some(name.to_owned());
        }
        let meant = suggest::nearest(name, &mut WITH_VALUES.iter().copied())?;
        return if meant == name { None } else { Some(meant.to_owned()) };
    }
    if stands_alone {
        return None;
    }
    for (value, key) in &VALUES_ALONE {
        if *value == name {
            return Some(format!("{key} = \"{value}\""));
        }
    }
    // Nightly compilers set this one without a value as well.
    if name == "target_has_atomic" {
        return None;
    }
    if let Some(alone) = suggest::nearest(name, &mut ALONE.iter().copied()) {
        return Some(alone.to_owned());
    }
    let meant = suggest::nearest(name, &mut WITH_VALUES.iter().copied())?;
    Some(format!("{meant} = \"…\""))
}

/// The names that a `check-cfg` of a manifest declares: `cfg(board, revision, values("a", "b"))` gives `board` and `revision`.
pub(crate) fn declared(check_cfg: &str, names: &mut Vec<String>) {
    let rest = check_cfg.trim().strip_prefix("cfg").unwrap_or_default().trim_start();
    for name in rest.strip_prefix('(').unwrap_or_default().split(',') {
        let name = name.trim().trim_end_matches(')');
        if name.contains('(') || name.contains('"') {
            break;
        }
        let name = name.trim();
        names.push(name.strip_prefix("r#").unwrap_or(name).to_owned());
    }
}

/// The values that a compiler target has for a key that is about targets, separated by blanks; `None` for any other key.
/// They are those of `rustc --print cfg` for every target of Rust 1.85, 1.95 and the nightly 1.97.
pub(crate) fn target_values(key: &str) -> Option<&'static str> {
    Some(match key {
        "panic" => "abort immediate-abort unwind",
        "target_has_atomic" => "8 16 32 64 128 ptr",
        "target_os" => {
            "aix amdhsa android cuda cygwin dragonfly emscripten espidf freebsd fuchsia haiku helenos hermit horizon hurd \
             illumos ios l4re linux lynxos178 macos managarm motor netbsd none nto nuttx openbsd psp psx qurt redox rtems \
             solaris solid_asp3 teeos trusty tvos uefi unknown vexos visionos vita vxworks wasi watchos windows xous zkvm"
        }
        "target_arch" => {
            "aarch64 amdgpu arm arm64ec avr bpf csky hexagon loongarch32 loongarch64 m68k mips mips32r6 mips64 mips64r6 msp430 \
             nvptx64 powerpc powerpc64 riscv32 riscv64 s390x sparc sparc64 wasm32 wasm64 x86 x86_64 xtensa"
        }
        "target_env" => {
            "gnu macabi mlibc msvc musl newlib nto70 nto71 nto71_iosock nto80 ohos p1 p2 p3 relibc sgx sim uclibc v5"
        }
        "target_family" => "unix wasm windows",
        "target_vendor" => {
            "amd apple espressif fortanix ibm kmc mti nintendo nvidia openwrt pc risc0 sony sun unikraft unknown uwp vex win7 wrs"
        }
        "target_endian" => "big little",
        "target_pointer_width" => "16 32 64",
        _ => return None,
    })
}

/// Whether some target has this value; `None` for a key that is not about targets.
pub(crate) fn has_value(key: &str, value: &str) -> Option<bool> {
    let mut has = key == "target_env" && value.is_empty();
    for known in target_values(key)?.split(' ') {
        has |= known == value;
    }
    Some(has)
}

/// The value that was probably meant where [`target_values`] does not hold it.
pub(crate) fn probable_target_value(key: &str, value: &str) -> Option<&'static str> {
    // Names that people and other tables use for what the compiler calls otherwise.
    const OTHER_NAMES: [(&str, &str, &str); 16] = [
        ("target_os", "qnx", "nto"),
        ("target_os", "osx", "macos"),
        ("target_os", "darwin", "macos"),
        ("target_os", "win32", "windows"),
        ("target_os", "bare", "none"),
        ("target_os", "baremetal", "none"),
        ("target_arch", "armv7", "arm"),
        ("target_arch", "thumb", "arm"),
        ("target_arch", "arm64", "aarch64"),
        ("target_arch", "amd64", "x86_64"),
        ("target_arch", "x64", "x86_64"),
        ("target_arch", "i686", "x86"),
        ("target_arch", "i386", "x86"),
        ("target_arch", "riscv", "riscv32"),
        ("target_env", "glibc", "gnu"),
        ("target_env", "gnueabihf", "gnu"),
    ];
    for &(of, name, meant) in &OTHER_NAMES {
        if of == key && value.eq_ignore_ascii_case(name) {
            return Some(meant);
        }
    }
    suggest::nearest(value, &mut target_values(key)?.split(' '))
}

/// How a target triple is written as a predicate, if `key` looks like one.
pub(crate) fn of_triple(key: &str) -> Option<String> {
    let mut parts = key.split('-');
    let arch = parts.next()?;
    let known = |key, value| has_value(key, value) == Some(true);
    let arch = match arch {
        _ if known("target_arch", arch) => arch,
        "i386" | "i486" | "i586" | "i686" => "x86",
        _ if arch.starts_with("arm") || arch.starts_with("thumb") => "arm",
        _ if arch.starts_with("riscv32") => "riscv32",
        _ if arch.starts_with("riscv64") => "riscv64",
        _ => return None,
    };
    for part in parts {
        let os = if part == "darwin" { "macos" } else { part };
        // `unknown` is a vendor more often than a system.
        if os != "unknown" && known("target_os", os) {
            return Some(format!("cfg(all(target_arch = \"{arch}\", target_os = \"{os}\"))"));
        }
    }
    Some(format!("cfg(target_arch = \"{arch}\")"))
}

#[cfg(test)]
mod tests {
    use super::{declared, has_value, of_triple, probable_name, probable_target_value};

    #[test]
    fn knows_what_was_meant() {
        assert_eq!(probable_target_value("target_os", "qnx"), Some("nto"));
        assert_eq!(probable_target_value("target_arch", "aarch46"), Some("aarch64"));
        assert_eq!(probable_target_value("target_os", "templeos"), None);
        assert_eq!(probable_target_value("panic", "abrot"), Some("abort"));
        assert_eq!(has_value("panic", "unwind"), Some(true));
        assert_eq!(has_value("target_has_atomic", "ptr"), Some(true));
        assert_eq!(has_value("feature", "anything"), None);
        for (triple, predicate) in [
            ("armv7-unknown-linux-gnueabihf", Some("cfg(all(target_arch = \"arm\", target_os = \"linux\"))")),
            ("thumbv7em-none-eabihf", Some("cfg(all(target_arch = \"arm\", target_os = \"none\"))")),
            ("wasm32-unknown-unknown", Some("cfg(target_arch = \"wasm32\")")),
            ("arm", Some("cfg(target_arch = \"arm\")")),
            ("production", None),
        ] {
            assert_eq!(of_triple(triple).as_deref(), predicate);
        }
    }

    #[test]
    fn knows_which_name_was_meant() {
        for (name, value, meant) in [
            ("target_arhc", Some("arm"), Some("target_arch")),
            ("target_o", Some("linux"), Some("target_os")),
            ("Target_OS", Some("linux"), Some("target_os")),
            ("taget_pointer_widht", Some("32"), Some("target_pointer_width")),
            ("features", Some("std"), Some("feature")),
            ("unix", Some("yes"), Some("unix")),
            ("unxi", None, Some("unix")),
            ("windos", None, Some("windows")),
            ("UNIX", None, Some("unix")),
            ("debug_assertion", None, Some("debug_assertions")),
            ("linux", None, Some("target_os = \"linux\"")),
            ("target_os", None, Some("target_os = \"…\"")),
            ("target_arhc", None, Some("target_arch = \"…\"")),
        ] {
            assert_eq!(probable_name(name, value).as_deref(), meant, "{name}");
        }
        for name in
            ["unix", "test", "doc", "dox", "tests", "loom", "board_a", "myboard", "std", "kernel", "target_has_atomic"]
        {
            assert_eq!(probable_name(name, None), None, "{name}");
        }
        for name in ["feature", "target_abi", "target_feature", "panic", "board", "chip", "revision"] {
            assert_eq!(probable_name(name, Some("x")), None, "{name}");
        }
    }

    #[test]
    fn reads_declared_names() {
        for (check_cfg, names) in [
            ("cfg(board)", vec!["board"]),
            (" cfg ( board , r#async )", vec!["board", "async"]),
            ("cfg(board, revision, values(\"a, b\", none()))", vec!["board", "revision"]),
            ("cfg(any())", vec![]),
            ("cfg()", vec![]),
            ("board", vec![]),
        ] {
            let mut found = Vec::new();
            declared(check_cfg, &mut found);
            found.retain(|name| !name.is_empty());
            assert_eq!(found, names, "{check_cfg}");
        }
    }
}
