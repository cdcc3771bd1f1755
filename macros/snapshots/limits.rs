///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::memory_budgets::__private as __budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `app` | 4MB | 50.0% | at least 2MB (`inline toml:6`) | `inline toml:5` |
| `wrt-host` | 1MB | 12.5% |  | `inline toml:8` |
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
        #[cfg_attr(
            not(target_arch = "arm"),
            doc = "`app`. Budget 4MB (4,194,304 bytes, `inline toml:5`)."
        )]
        #[cfg_attr(
            target_arch = "arm",
            doc = "`app`. Budget 1MB (1,048,576 bytes, `inline toml:10`)."
        )]
        /**
Limits: at least 2MB (`inline toml:6`).*/
        /**
Where `cfg(target_arch = "arm")`: at least 1MB (`inline toml:11`).*/
        /**
Where `cfg(target_arch = "arm")`: at most 3MB (`inline toml:12`).*/
        App = 0,
        ///`wrt-host`. Budget 1MB (1,048,576 bytes, `inline toml:8`).
        /**
Where `cfg(board)`: `wrt-host`. Budget 256KB (262,144 bytes, `inline toml:16`).*/
        /**
Limits: none.*/
        /**
Where `cfg(windows)`: at most 512KB (`inline toml:14`).*/
        WrtHost = 1,
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::App, CrateId::WrtHost];
    }
    #[allow(unexpected_cfgs)]
    const __BUDGETS_SECTIONS: &[__budgets::bool; 3] = &[
        __budgets::cfg!(target_arch = "arm"),
        __budgets::cfg!(windows),
        __budgets::cfg!(board),
    ];
    const __BUDGETS_SIZES: [__budgets::u64; 2] = [
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
        }
            .get(),
        __budgets::Layered {
            base: 1048576u64,
            overlays: &[(__BUDGETS_SECTIONS[2], 262144u64)],
        }
            .get(),
    ];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = 8388608u128;
    const __BUDGETS_NAMES: &[&__budgets::str; 2] = &["app", "wrt-host"];
    const __BUDGETS_ORIGINS: &[&__budgets::str; 2] = &[
        __budgets::Layered {
            base: "inline toml:5",
            overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:10")],
        }
            .get(),
        __budgets::Layered {
            base: "inline toml:8",
            overlays: &[(__BUDGETS_SECTIONS[2], "inline toml:16")],
        }
            .get(),
    ];
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_UNSURE: &[__budgets::usize] = &[];
    const __BUDGETS_PREFIX: &__budgets::str = "";
    __budgets::implement! {
        318
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
                overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
            }
                .get(),
        ),
    );
    /// The budget of wrt-host in bytes: see [`CrateId::WrtHost`].
    pub const WRT_HOST_BUDGET: __budgets::usize = __budgets::bytes(
        __budgets::wide(
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[2], 262144u64)],
            }
                .get(),
        ),
    );
    ///The sum of the crate budgets in bytes.
    pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);
    ///The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`).
    pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
    /// that says that it is the sum of the crate budgets.
    pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = "inline toml:3";
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($__budgets_f:expr)?) => {
            $(::memory_budgets::__private::map_crates!($__budgets_f; 0 1))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
    const _: () = match __budgets::first_violation::<
        171,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &[
            __budgets::Layered {
                base: 2097152u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
            }
                .get(),
            0u64,
        ],
        &[
            __budgets::Layered {
                base: 18446744073709551615u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 3145728u64)],
            }
                .get(),
            18446744073709551615u64,
        ],
        &[
            __budgets::Part::Crate,
            __budgets::Part::Text(" minimum ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") above its maximum ("),
            __budgets::Part::Right,
            __budgets::Part::Text(")\n\nSolution: Lower min or raise max of "),
            __budgets::Part::Crate,
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
        489,
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
            __budgets::Part::Text(
                " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
            ),
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
        361,
    >(
        __budgets::wide(
            __budgets::Layered {
                base: 2097152u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
            }
                .get(),
        ),
        __budgets::wide(
            __budgets::Layered {
                base: 4194304u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
            }
                .get(),
        ),
        &[
            __budgets::Part::Text("app budget ("),
            __budgets::Part::Right,
            __budgets::Part::Text(") below minimum requirement ("),
            __budgets::Part::Left,
            __budgets::Part::Text(")\n\nSolution: Increase app budget to at least "),
            __budgets::Part::Left,
            __budgets::Part::Text("\n\n"),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: " --> inline toml:5:18\n  |\n5 |         budget = \"4MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[0],
                            "  --> inline toml:10:18\n   |\n10 |         budget = \"1MB\"\n   |                  ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: "\n\nthe minimum:\n --> inline toml:6:15\n  |\n6 |         min = \"2MB\"\n  |               ^^^^^",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[0],
                            "\n\nthe minimum:\n  --> inline toml:11:15\n   |\n11 |         min = \"1MB\"\n   |               ^^^^^",
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
    const _: () = match __budgets::violation::<
        352,
    >(
        __budgets::wide(
            __budgets::Layered {
                base: 4194304u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 1048576u64)],
            }
                .get(),
        ),
        __budgets::wide(
            __budgets::Layered {
                base: 18446744073709551615u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 3145728u64)],
            }
                .get(),
        ),
        &[
            __budgets::Part::Text("app budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") above maximum limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(")\n\nSolution: Reduce app budget to at most "),
            __budgets::Part::Right,
            __budgets::Part::Text("\n\n"),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: " --> inline toml:5:18\n  |\n5 |         budget = \"4MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[0],
                            "  --> inline toml:10:18\n   |\n10 |         budget = \"1MB\"\n   |                  ^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: "",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[0],
                            "\n\nthe maximum:\n  --> inline toml:12:15\n   |\n12 |         max = \"3MB\"\n   |               ^^^^^",
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
    const _: () = match __budgets::violation::<
        374,
    >(
        __budgets::wide(
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[2], 262144u64)],
            }
                .get(),
        ),
        __budgets::wide(
            __budgets::Layered {
                base: 18446744073709551615u64,
                overlays: &[(__BUDGETS_SECTIONS[1], 524288u64)],
            }
                .get(),
        ),
        &[
            __budgets::Part::Text("wrt-host budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") above maximum limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(")\n\nSolution: Reduce wrt-host budget to at most "),
            __budgets::Part::Right,
            __budgets::Part::Text("\n\n"),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: " --> inline toml:8:18\n  |\n8 |         budget = \"1MB\"\n  |                  ^^^^^",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[2],
                            "  --> inline toml:16:20\n   |\n16 |         wrt-host = \"256KB\"\n   |                    ^^^^^^^",
                        ),
                    ],
                }
                    .get(),
            ),
            __budgets::Part::Text(
                __budgets::Layered {
                    base: "",
                    overlays: &[
                        (
                            __BUDGETS_SECTIONS[1],
                            "\n\nthe maximum:\n  --> inline toml:14:15\n   |\n14 |         max = \"512KB\"\n   |               ^^^^^^^",
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
        240,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &__BUDGETS_SIZES,
        &[__budgets::address_space()],
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
        306,
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
            __budgets::Part::Text(
                " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
            ),
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
