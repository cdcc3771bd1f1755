///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(target_arch = "arm", not(board_a)))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (3MB) with a 50% safety margin (4.5MB) exceed system budget (4MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^\n\nthe largest budgets:\n  app 2MB (inline toml:13)\n  lib 1MB (inline toml:9)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            struct MemoryBudgetWarning;
            #[warn(deprecated)]
            const _: () = {
                let _ = MemoryBudgetWarning;
            };
        };
    };
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(not(target_arch = "arm"), board_a))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (5121MB) with a 50% safety margin (7681.5MB) exceed system budget (8MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^\n\nthe largest budgets:\n  app 5GB (inline toml:15)\n  lib 1MB (inline toml:9)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            struct MemoryBudgetWarning;
            #[warn(deprecated)]
            const _: () = {
                let _ = MemoryBudgetWarning;
            };
        };
    };
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(target_arch = "arm", board_a))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (5121MB) with a 50% safety margin (7681.5MB) exceed system budget (4MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^\n\nthe largest budgets:\n  app 5GB (inline toml:15)\n  lib 1MB (inline toml:9)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            struct MemoryBudgetWarning;
            #[warn(deprecated)]
            const _: () = {
                let _ = MemoryBudgetWarning;
            };
        };
    };
    use crate::support::__private as __budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `app` | 4MB | 50.0% | at most 6MB (`inline toml:7`) | `inline toml:6` |
| `lib` | 1MB | 12.5% |  | `inline toml:9` |
| sum | 5MB | 62.5% | | |
| total | 8MB | | | `inline toml:3` |*/
    /**
Sections of the configuration change some of these for certain targets; each variant says what is in force.*/
    #[derive(
        __budgets::Clone,
        __budgets::Copy,
        __budgets::PartialEq,
        __budgets::Eq,
        __budgets::PartialOrd,
        __budgets::Ord,
        __budgets::Hash,
    )]
    #[repr(u8)]
    #[allow(clippy::exhaustive_enums)]
    pub enum CrateId {
        ///`app`. Budget 4MB (4,194,304 bytes, `inline toml:6`), limits at most 6MB (`inline toml:7`).
        /**
Where `cfg(target_arch = "arm")`: `app`. Budget 2MB (2,097,152 bytes, `inline toml:13`), limits at most 6MB (`inline toml:7`).*/
        /**
Where `cfg(board_a)`: `app`. Budget 5GB (5,368,709,120 bytes, `inline toml:15`), limits at most 6MB (`inline toml:7`).*/
        App = 0,
        ///`lib`. Budget 1MB (1,048,576 bytes, `inline toml:9`).
        Lib = 1,
    }
    #[allow(unexpected_cfgs)]
    const __BUDGETS_SIZES: [__budgets::u64; 2] = [
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[
                (__budgets::cfg!(target_arch = "arm"), 2097152u64),
                (__budgets::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        1048576u64,
    ];
    #[allow(unexpected_cfgs)]
    const __BUDGETS_TOTAL: __budgets::u64 = __budgets::Layered {
        base: 8388608u64,
        overlays: &[(__budgets::cfg!(target_arch = "arm"), 4194304u64)],
    }
        .get();
    const __BUDGETS_NAMES: &[&__budgets::str; 2] = &["app", "lib"];
    #[allow(unexpected_cfgs)]
    const __BUDGETS_ORIGINS: &[&__budgets::str; 2] = &[
        __budgets::Layered {
            base: "inline toml:6",
            overlays: &[
                (__budgets::cfg!(target_arch = "arm"), "inline toml:13"),
                (__budgets::cfg!(board_a), "inline toml:15"),
            ],
        }
            .get(),
        "inline toml:9",
    ];
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[];
    #[doc(hidden)]
    #[allow(clippy::exhaustive_structs)]
    pub struct __WrtTable<const LAZY: __budgets::usize>;
    impl<const LAZY: __budgets::usize> __budgets::Table<CrateId> for __WrtTable<LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::App, CrateId::Lib];
        const BUDGETS: &'static [__budgets::usize] = &CRATE_BUDGETS;
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __budgets::all();
    }
    __budgets::implement! {
        __WrtTable __BUDGETS_NAMES __BUDGETS_CHOSEN __BUDGETS_PURPOSES __BUDGETS_ORIGINS
    }
    __budgets::memory_system! {
        2
    }
    __budgets::memory_monitor! {}
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(
        &__BUDGETS_SIZES,
    );
    /// The budget of app in bytes: see [`CrateId::App`].
    #[allow(unexpected_cfgs)]
    pub const APP_BUDGET: __budgets::usize = __budgets::bytes(
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[
                (__budgets::cfg!(target_arch = "arm"), 2097152u64),
                (__budgets::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
    );
    /// The budget of lib in bytes: see [`CrateId::Lib`].
    #[allow(unexpected_cfgs)]
    pub const LIB_BUDGET: __budgets::usize = 1048576;
    ///The sum of the crate budgets in bytes.
    pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(
        __budgets::sum(&__BUDGETS_SIZES),
    );
    #[cfg_attr(
        not(target_arch = "arm"),
        doc = "The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`)."
    )]
    #[cfg_attr(
        target_arch = "arm",
        doc = "The total budget in bytes: 4MB (4,194,304 bytes, `inline toml:11`)."
    )]
    pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset.
    #[allow(unexpected_cfgs)]
    pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = __budgets::Layered {
        base: "inline toml:3",
        overlays: &[(__budgets::cfg!(target_arch = "arm"), "inline toml:11")],
    }
        .get();
    #[allow(unexpected_cfgs)]
    const _: () = match __budgets::violation::<
        708,
    >(
        "",
        __budgets::sum(&__BUDGETS_SIZES),
        __BUDGETS_TOTAL,
        __budgets::sum(&__BUDGETS_SIZES),
        "Total crate budgets ({left}) exceed system budget ({right})\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
        &[
            __budgets::Evidence::Text(
                __budgets::Layered {
                    base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                    overlays: &[
                        (
                            __budgets::cfg!(target_arch = "arm"),
                            "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Evidence::Largest(
                __BUDGETS_NAMES,
                &__BUDGETS_SIZES,
                __BUDGETS_ORIGINS,
            ),
        ],
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match __budgets::violation::<
        410,
    >(
        "",
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[
                (__budgets::cfg!(target_arch = "arm"), 2097152u64),
                (__budgets::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        6291456u64,
        __budgets::sum(&__BUDGETS_SIZES),
        "app budget ({left}) above maximum limit ({right})\n\nSolution: Reduce app budget to at most {right}\n\n",
        &[
            __budgets::Evidence::Text(
                __budgets::Layered {
                    base: " --> inline toml:6:18\n  |\n6 |         budget = \"4MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __budgets::cfg!(target_arch = "arm"),
                            "  --> inline toml:13:15\n   |\n13 |         app = \"2MB\"\n   |               ^^^^^",
                        ),
                        (
                            __budgets::cfg!(board_a),
                            "  --> inline toml:15:15\n   |\n15 |         app = \"5GB\"\n   |               ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Evidence::Text(
                "\n\nthe maximum:\n --> inline toml:7:15\n  |\n7 |         max = \"6MB\"\n  |               ^^^^^",
            ),
        ],
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match __budgets::violation::<
        489,
    >(
        "",
        __BUDGETS_TOTAL,
        if __budgets::cfg!(target_arch = "arm") {
            6291456u64
        } else {
            18446744073709551615u64
        },
        __budgets::sum(&__BUDGETS_SIZES),
        "Total budget ({left}) exceeds platform limit ({right}) for target_arch = \"arm\"\n\nSolution: Reduce total budget for ARM targets\n\n",
        &[
            __budgets::Evidence::Text(
                __budgets::Layered {
                    base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                    overlays: &[
                        (
                            __budgets::cfg!(target_arch = "arm"),
                            "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Evidence::Text(
                "\n\nthe platform limit:\n  --> inline toml:12:26\n   |\n12 |         platform_limit = \"6MB\"\n   |                          ^^^^^",
            ),
        ],
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match __budgets::violation::<
        358,
    >(
        "",
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[
                (__budgets::cfg!(target_arch = "arm"), 2097152u64),
                (__budgets::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        __budgets::address_space(),
        __budgets::sum(&__BUDGETS_SIZES),
        "app budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce app budget below {space} for this target\n\n",
        &[
            __budgets::Evidence::Text(
                __budgets::Layered {
                    base: " --> inline toml:6:18\n  |\n6 |         budget = \"4MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __budgets::cfg!(target_arch = "arm"),
                            "  --> inline toml:13:15\n   |\n13 |         app = \"2MB\"\n   |               ^^^^^",
                        ),
                        (
                            __budgets::cfg!(board_a),
                            "  --> inline toml:15:15\n   |\n15 |         app = \"5GB\"\n   |               ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
        ],
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match __budgets::violation::<
        379,
    >(
        "",
        __BUDGETS_TOTAL,
        __budgets::address_space(),
        __budgets::sum(&__BUDGETS_SIZES),
        "Total budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce total budget below {space} for this target\n\n",
        &[
            __budgets::Evidence::Text(
                __budgets::Layered {
                    base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                    overlays: &[
                        (
                            __budgets::cfg!(target_arch = "arm"),
                            "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
        ],
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::first_violation::<
        310,
    >(
        __BUDGETS_NAMES,
        &__BUDGETS_SIZES,
        &[18446744073709551615u64, __budgets::address_space()],
        "{crate} budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce {crate} budget below {space} for this target\n\n",
        __BUDGETS_ORIGINS,
    ) {
        __budgets::Option::Some(message) => __budgets::panic!("{}", message.as_str()),
        __budgets::Option::None => {}
    };
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/macros/Cargo.toml");
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/Cargo.toml");
    const _: &[__budgets::Option<&__budgets::str>] = &[];
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($f:expr)?) => {
            $(crate ::support::__private::map_crates!($f; 0 1))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
}
