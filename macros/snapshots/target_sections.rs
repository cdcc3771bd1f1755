///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(target_arch = "arm", not(board_a)))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (4MB) with a 50% safety margin (6MB) exceed system budget (4MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n  --> inline toml:12:24\n   |\n12 |         total_budget = \"4MB\"\n   |                        ^^^^^\n\nthe largest budgets:\n  app 2MB (inline toml:14)\n  lib 2MB (inline toml:15)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            macro_rules! budget_warning {
                () => {};
            }
            #[warn(deprecated)]
            const _: () = {
                budget_warning! {}
            };
        };
    };
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(not(target_arch = "arm"), board_a))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (5121MB) with a 50% safety margin (7681.5MB) exceed system budget (8MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^\n\nthe largest budgets:\n  app 5GB (inline toml:17)\n  lib 1MB (inline toml:9)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            macro_rules! budget_warning {
                () => {};
            }
            #[warn(deprecated)]
            const _: () = {
                budget_warning! {}
            };
        };
    };
    #[allow(unexpected_cfgs)]
    const _: () = {
        #[cfg(all(target_arch = "arm", board_a))]
        const _: () = {
            #[deprecated(
                note = "Crate budgets (5122MB) with a 50% safety margin (7683MB) exceed system budget (4MB)\n\nSolution: Reduce individual crate budgets, increase total budget, or lower safety_margin\n\n  --> inline toml:12:24\n   |\n12 |         total_budget = \"4MB\"\n   |                        ^^^^^\n\nthe largest budgets:\n  app 5GB (inline toml:17)\n  lib 2MB (inline toml:15)\n\nthe margin:\n --> inline toml:4:25\n  |\n4 |         safety_margin = \"50%\"\n  |                         ^^^^^"
            )]
            macro_rules! budget_warning {
                () => {};
            }
            #[warn(deprecated)]
            const _: () = {
                budget_warning! {}
            };
        };
    };
    use crate::support::__private as __budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `app` | 4MB | 50.0% | at most 6GB (`inline toml:7`) | `inline toml:6` |
| `lib` | 1MB | 12.5% | at least 2MB (`inline toml:10`) | `inline toml:9` |
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
        ///`app`. Budget 4MB (4,194,304 bytes, `inline toml:6`), limits at most 6GB (`inline toml:7`).
        /**
Where `cfg(target_arch = "arm")`: `app`. Budget 2MB (2,097,152 bytes, `inline toml:14`), limits at most 6GB (`inline toml:7`).*/
        /**
Where `cfg(board_a)`: `app`. Budget 5GB (5,368,709,120 bytes, `inline toml:17`), limits at most 6GB (`inline toml:7`).*/
        App = 0,
        #[cfg_attr(
            not(target_arch = "arm"),
            doc = "`lib`. Budget 1MB (1,048,576 bytes, `inline toml:9`), limits at least 2MB (`inline toml:10`)."
        )]
        #[cfg_attr(
            target_arch = "arm",
            doc = "`lib`. Budget 2MB (2,097,152 bytes, `inline toml:15`), limits at least 2MB (`inline toml:10`)."
        )]
        Lib = 1,
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::App, CrateId::Lib];
    }
    #[allow(unexpected_cfgs)]
    const __BUDGETS_SECTIONS: &[__budgets::bool; 2] = &[
        __budgets::cfg!(target_arch = "arm"),
        __budgets::cfg!(board_a),
    ];
    const __BUDGETS_LIMITS: &[__budgets::bool; 1] = &[
        __budgets::cfg!(target_arch = "arm"),
    ];
    const __BUDGETS_SIZES: [__budgets::u64; 2] = [
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[
                (__BUDGETS_SECTIONS[0], 2097152u64),
                (__BUDGETS_SECTIONS[1], 5368709120u64),
            ],
        }
            .get(),
        __budgets::Layered {
            base: 1048576u64,
            overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
        }
            .get(),
    ];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = __budgets::Layered {
        base: 8388608u128,
        overlays: &[(__BUDGETS_SECTIONS[0], 4194304u128)],
    }
        .get();
    const __BUDGETS_NAMES: &[&__budgets::str; 2] = &["app", "lib"];
    const __BUDGETS_ORIGINS: &[&__budgets::str; 2] = &[
        __budgets::Layered {
            base: "inline toml:6",
            overlays: &[
                (__BUDGETS_SECTIONS[0], "inline toml:14"),
                (__BUDGETS_SECTIONS[1], "inline toml:17"),
            ],
        }
            .get(),
        __budgets::Layered {
            base: "inline toml:9",
            overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:15")],
        }
            .get(),
    ];
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_UNSURE: &[__budgets::usize] = &[];
    const __BUDGETS_PREFIX: &__budgets::str = "";
    __budgets::implement! {
        308
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
    pub const APP_BUDGET: __budgets::usize = __budgets::bytes(
        __budgets::wide(
            __budgets::Layered {
                base: 4194304u64,
                overlays: &[
                    (__BUDGETS_SECTIONS[0], 2097152u64),
                    (__BUDGETS_SECTIONS[1], 5368709120u64),
                ],
            }
                .get(),
        ),
    );
    /// The budget of lib in bytes: see [`CrateId::Lib`].
    pub const LIB_BUDGET: __budgets::usize = __budgets::bytes(
        __budgets::wide(
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
            }
                .get(),
        ),
    );
    ///The sum of the crate budgets in bytes.
    pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);
    #[cfg_attr(
        not(target_arch = "arm"),
        doc = "The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`)."
    )]
    #[cfg_attr(
        target_arch = "arm",
        doc = "The total budget in bytes: 4MB (4,194,304 bytes, `inline toml:12`)."
    )]
    pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
    /// that says that it is the sum of the crate budgets.
    pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = __budgets::Layered {
        base: "inline toml:3",
        overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:12")],
    }
        .get();
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($__budgets_f:expr)?) => {
            $(crate ::support::__private::map_crates!($__budgets_f; 0 1))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
    const __BUDGETS_TOTAL_ORIGIN: &__budgets::str = __budgets::Layered {
        base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
        overlays: &[
            (
                __BUDGETS_SECTIONS[0],
                "  --> inline toml:12:24\n   |\n12 |         total_budget = \"4MB\"\n   |                        ^^^^^",
            ),
        ],
    }
        .get();
    const _: () = match __budgets::first_violation::<
        194,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &__BUDGETS_SIZES,
        &[6442450944u64, 18446744073709551615u64],
        &[
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") above maximum limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(")\n\nSolution: Reduce "),
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget to at most "),
            __budgets::Part::Right,
            __budgets::Part::Text("\n\nfrom "),
            __budgets::Part::Origin,
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::violation::<
        479,
    >(
        __BUDGETS_SUM,
        __BUDGETS_TOTAL,
        &[
            __budgets::Part::Text("Total crate budgets ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") exceed system budget ("),
            __budgets::Part::Right,
            __budgets::Part::Text(
                ")\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
            ),
            __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
            __budgets::Part::Largest(
                __BUDGETS_NAMES,
                &__BUDGETS_SIZES,
                __BUDGETS_ORIGINS,
            ),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::violation::<
        356,
    >(
        __budgets::wide(2097152u64),
        __budgets::wide(
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 18446744073709551615u64)],
            }
                .get(),
        ),
        &[
            __budgets::Part::Text("lib budget ("),
            __budgets::Part::Right,
            __budgets::Part::Text(") below minimum requirement ("),
            __budgets::Part::Left,
            __budgets::Part::Text(")\n\nSolution: Increase lib budget to at least "),
            __budgets::Part::Left,
            __budgets::Part::Text("\n\n"),
            __budgets::Part::Text(
                " --> inline toml:9:18\n  |\n9 |         budget = \"1MB\"\n  |                  ^^^^^",
            ),
            __budgets::Part::Text(
                "\n\nthe minimum:\n  --> inline toml:10:15\n   |\n10 |         min = \"2MB\"\n   |               ^^^^^",
            ),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::violation::<
        396,
    >(
        __BUDGETS_TOTAL,
        if __BUDGETS_LIMITS[0] { 6291456u128 } else { __budgets::u128::MAX },
        &[
            __budgets::Part::Text("Total budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") exceeds platform limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(
                ") for target_arch = \"arm\"\n\nSolution: Reduce total budget for ARM targets\n\n",
            ),
            __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
            __budgets::Part::Text(
                "\n\nthe platform limit:\n  --> inline toml:13:26\n   |\n13 |         platform_limit = \"6MB\"\n   |                          ^^^^^",
            ),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::violation::<
        290,
    >(
        __budgets::wide(
            __budgets::Layered {
                base: 4194304u64,
                overlays: &[
                    (__BUDGETS_SECTIONS[0], 2097152u64),
                    (__BUDGETS_SECTIONS[1], 5368709120u64),
                ],
            }
                .get(),
        ),
        __budgets::wide(__budgets::address_space()),
        &[
            __budgets::Part::Text("app budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") does not fit the address space of a "),
            __budgets::Part::Width,
            __budgets::Part::Text("-bit target\n\nSolution: Reduce app budget below "),
            __budgets::Part::Space,
            __budgets::Part::Text(" for this target\n\n"),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: " --> inline toml:6:18\n  |\n6 |         budget = \"4MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[0],
                            "  --> inline toml:14:15\n   |\n14 |         app = \"2MB\"\n   |               ^^^^^",
                        ),
                        (
                            __BUDGETS_SECTIONS[1],
                            "  --> inline toml:17:15\n   |\n17 |         app = \"5GB\"\n   |               ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::first_violation::<
        230,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &__BUDGETS_SIZES,
        &[18446744073709551615u64, __budgets::address_space()],
        &[
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") does not fit the address space of a "),
            __budgets::Part::Width,
            __budgets::Part::Text("-bit target\n\nSolution: Reduce "),
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget below "),
            __budgets::Part::Space,
            __budgets::Part::Text(" for this target\n\nfrom "),
            __budgets::Part::Origin,
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::violation::<
        311,
    >(
        __BUDGETS_TOTAL,
        __budgets::wide(__budgets::address_space()),
        &[
            __budgets::Part::Text("Total budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") does not fit the address space of a "),
            __budgets::Part::Width,
            __budgets::Part::Text("-bit target\n\nSolution: Reduce total budget below "),
            __budgets::Part::Space,
            __budgets::Part::Text(" for this target\n\n"),
            __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/macros/Cargo.toml");
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/Cargo.toml");
    const _: &[__budgets::Option<&__budgets::str>] = &[];
}
