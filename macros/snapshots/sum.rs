///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::memory_budgets::__private as __budgets;
    ///The crates with a memory budget.
    #[cfg_attr(
        all(not(target_arch = "arm"), not(unix)),
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 4MB | 100.0% |  | `inline toml:6` |\n| sum | 4MB | 100.0% | | |\n| total | 4MB | | | `sum (inline toml:3)` |"
    )]
    #[cfg_attr(
        all(target_arch = "arm", not(unix)),
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 2MB | 100.0% |  | `inline toml:12` |\n| sum | 2MB | 100.0% | | |\n| total | 2MB | | | `sum (inline toml:3)` |"
    )]
    #[cfg_attr(
        all(not(target_arch = "arm"), unix),
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 4MB | 100.0% |  | `inline toml:6` |\n| sum | 4MB | 100.0% | | |\n| total | 4MB | | | `sum (inline toml:14)` |"
    )]
    #[cfg_attr(
        all(target_arch = "arm", unix),
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 2MB | 100.0% |  | `inline toml:12` |\n| sum | 2MB | 100.0% | | |\n| total | 2MB | | | `sum (inline toml:14)` |"
    )]
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
            doc = "`app`. Budget 4MB (4,194,304 bytes, `inline toml:6`)."
        )]
        #[cfg_attr(
            target_arch = "arm",
            doc = "`app`. Budget 2MB (2,097,152 bytes, `inline toml:12`)."
        )]
        App = 0,
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 1;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 1] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::App];
    }
    const __BUDGETS_SECTIONS: &[__budgets::bool; 2] = &[
        __budgets::cfg!(target_arch = "arm"),
        __budgets::cfg!(unix),
    ];
    const __BUDGETS_LIMITS: &[__budgets::bool; 1] = &[true];
    const __BUDGETS_SIZES: [__budgets::u64; 1] = [
        __budgets::Layered {
            base: 4194304u64,
            overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
        }
            .get(),
    ];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = __budgets::Layered {
        base: __BUDGETS_SUM,
        overlays: &[(__BUDGETS_SECTIONS[1], __BUDGETS_SUM)],
    }
        .get();
    const __BUDGETS_NAMES: &[&__budgets::str; 1] = &["app"];
    const __BUDGETS_ORIGINS: &[&__budgets::str; 1] = &[
        __budgets::Layered {
            base: "inline toml:6",
            overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:12")],
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
        1
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
                overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
            }
                .get(),
        ),
    );
    #[cfg_attr(
        all(not(target_arch = "arm"), not(unix)),
        doc = "The sum of the crate budgets in bytes: 4MB (4,194,304 bytes)."
    )]
    #[cfg_attr(
        all(target_arch = "arm", not(unix)),
        doc = "The sum of the crate budgets in bytes: 2MB (2,097,152 bytes)."
    )]
    #[cfg_attr(
        all(not(target_arch = "arm"), unix),
        doc = "The sum of the crate budgets in bytes: 4MB (4,194,304 bytes)."
    )]
    #[cfg_attr(
        all(target_arch = "arm", unix),
        doc = "The sum of the crate budgets in bytes: 2MB (2,097,152 bytes)."
    )]
    pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);
    #[cfg_attr(
        not(unix),
        doc = "The total budget in bytes, the sum of the crate budgets (`inline toml:3`)."
    )]
    #[cfg_attr(
        unix,
        doc = "The total budget in bytes, the sum of the crate budgets (`inline toml:14`)."
    )]
    pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
    /// that says that it is the sum of the crate budgets.
    pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = __budgets::Layered {
        base: "sum (inline toml:3)",
        overlays: &[(__BUDGETS_SECTIONS[1], "sum (inline toml:14)")],
    }
        .get();
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($__budgets_f:expr)?) => {
            $(::memory_budgets::__private::map_crates!($__budgets_f; 0))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
    /// The profiles of the configuration, selected or not, in its order.
    #[derive(
        __budgets::Clone,
        __budgets::Copy,
        __budgets::Debug,
        __budgets::PartialEq,
        __budgets::Eq,
        __budgets::PartialOrd,
        __budgets::Ord,
        __budgets::Hash,
    )]
    #[repr(u8)]
    #[allow(clippy::exhaustive_enums)]
    pub enum Profile {
        ///The profile `small`: a total of 1MB.
        Small,
        ///The profile `fixed`: a total of 8MB.
        Fixed,
    }
    impl Profile {
        /// How many there are.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of the file.
        pub const ALL: [Self; 2] = [Self::Small, Self::Fixed];
    }
    const __BUDGETS_PROFILE_NAMES: &[&__budgets::str; 2] = &["small", "fixed"];
    const __BUDGETS_PROFILE_BUDGETS: &[[__budgets::usize; CrateId::COUNT]; 2] = &[
        __BUDGETS_PROFILE_0.0,
        __BUDGETS_PROFILE_1.0,
    ];
    const __BUDGETS_PROFILE_TOTALS: &[__budgets::usize; 2] = &[
        __BUDGETS_PROFILE_0.1,
        __BUDGETS_PROFILE_1.1,
    ];
    __budgets::implement_profile! {}
    const __BUDGETS_PROFILE_0: ([__budgets::usize; CrateId::COUNT], __budgets::usize) = {
        const __BUDGETS_SIZES: [__budgets::u64; 1] = [
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
            }
                .get(),
        ];
        const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
        const __BUDGETS_TOTAL: __budgets::u128 = __budgets::Layered {
            base: __BUDGETS_SUM,
            overlays: &[(__BUDGETS_SECTIONS[1], __BUDGETS_SUM)],
        }
            .get();
        const __BUDGETS_ORIGINS: &[&__budgets::str; 1] = &[
            __budgets::Layered {
                base: "inline toml:8",
                overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:12")],
            }
                .get(),
        ];
        const __BUDGETS_TOTAL_ORIGIN: &__budgets::str = __budgets::Layered {
            base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"sum\"\n  |                        ^^^^^",
            overlays: &[
                (
                    __BUDGETS_SECTIONS[1],
                    "  --> inline toml:14:24\n   |\n14 |         total_budget = \"sum\"\n   |                        ^^^^^",
                ),
            ],
        }
            .get();
        const _: () = match __budgets::violation::<
            614,
        >(
            __BUDGETS_TOTAL,
            if __BUDGETS_LIMITS[0] { 16777216u128 } else { __budgets::u128::MAX },
            &[
                __budgets::Part::Text("Total budget ("),
                __budgets::Part::Left,
                __budgets::Part::Text(") exceeds platform limit ("),
                __budgets::Part::Right,
                __budgets::Part::Text(
                    ") for every target\n\nSolution: Reduce total budget for every target\n\n",
                ),
                __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
                __budgets::Part::Largest(
                    __BUDGETS_NAMES,
                    &__BUDGETS_SIZES,
                    __BUDGETS_ORIGINS,
                ),
                __budgets::Part::Text("\n\nin the profile \"small\""),
                __budgets::Part::Text(
                    "\n\nthe platform limit:\n --> inline toml:4:26\n  |\n4 |         platform_limit = \"16MB\"\n  |                          ^^^^^^",
                ),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        const _: () = match __budgets::first_violation::<
            254,
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
                __budgets::Part::Text("\n\nin the profile \"small\""),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        const _: () = match __budgets::violation::<
            538,
        >(
            __BUDGETS_TOTAL,
            __budgets::wide(__budgets::address_space()),
            &[
                __budgets::Part::Text("Total budget ("),
                __budgets::Part::Left,
                __budgets::Part::Text(") does not fit the address space of a "),
                __budgets::Part::Width,
                __budgets::Part::Text(
                    "-bit target\n\nSolution: Reduce total budget below ",
                ),
                __budgets::Part::Space,
                __budgets::Part::Text(" for this target\n\n"),
                __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
                __budgets::Part::Largest(
                    __BUDGETS_NAMES,
                    &__BUDGETS_SIZES,
                    __BUDGETS_ORIGINS,
                ),
                __budgets::Part::Text("\n\nin the profile \"small\""),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        (__budgets::budgets(&__BUDGETS_SIZES), __budgets::bytes(__BUDGETS_TOTAL))
    };
    const __BUDGETS_PROFILE_1: ([__budgets::usize; CrateId::COUNT], __budgets::usize) = {
        const __BUDGETS_SIZES: [__budgets::u64; 1] = [
            __budgets::Layered {
                base: 4194304u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
            }
                .get(),
        ];
        const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
        const __BUDGETS_TOTAL: __budgets::u128 = __budgets::Layered {
            base: 8388608u128,
            overlays: &[(__BUDGETS_SECTIONS[1], __BUDGETS_SUM)],
        }
            .get();
        const __BUDGETS_ORIGINS: &[&__budgets::str; 1] = &[
            __budgets::Layered {
                base: "inline toml:6",
                overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:12")],
            }
                .get(),
        ];
        const __BUDGETS_TOTAL_ORIGIN: &__budgets::str = __budgets::Layered {
            base: "  --> inline toml:10:24\n   |\n10 |         total_budget = \"8MB\"\n   |                        ^^^^^",
            overlays: &[
                (
                    __BUDGETS_SECTIONS[1],
                    "  --> inline toml:14:24\n   |\n14 |         total_budget = \"sum\"\n   |                        ^^^^^",
                ),
            ],
        }
            .get();
        const _: () = match __budgets::violation::<
            503,
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
                __budgets::Part::Text("\n\nin the profile \"fixed\""),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        const _: () = match __budgets::violation::<
            614,
        >(
            __BUDGETS_TOTAL,
            if __BUDGETS_LIMITS[0] { 16777216u128 } else { __budgets::u128::MAX },
            &[
                __budgets::Part::Text("Total budget ("),
                __budgets::Part::Left,
                __budgets::Part::Text(") exceeds platform limit ("),
                __budgets::Part::Right,
                __budgets::Part::Text(
                    ") for every target\n\nSolution: Reduce total budget for every target\n\n",
                ),
                __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
                __budgets::Part::Largest(
                    __BUDGETS_NAMES,
                    &__BUDGETS_SIZES,
                    __BUDGETS_ORIGINS,
                ),
                __budgets::Part::Text("\n\nin the profile \"fixed\""),
                __budgets::Part::Text(
                    "\n\nthe platform limit:\n --> inline toml:4:26\n  |\n4 |         platform_limit = \"16MB\"\n  |                          ^^^^^^",
                ),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        const _: () = match __budgets::first_violation::<
            254,
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
                __budgets::Part::Text("\n\nin the profile \"fixed\""),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        const _: () = match __budgets::violation::<
            538,
        >(
            __BUDGETS_TOTAL,
            __budgets::wide(__budgets::address_space()),
            &[
                __budgets::Part::Text("Total budget ("),
                __budgets::Part::Left,
                __budgets::Part::Text(") does not fit the address space of a "),
                __budgets::Part::Width,
                __budgets::Part::Text(
                    "-bit target\n\nSolution: Reduce total budget below ",
                ),
                __budgets::Part::Space,
                __budgets::Part::Text(" for this target\n\n"),
                __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
                __budgets::Part::Largest(
                    __BUDGETS_NAMES,
                    &__BUDGETS_SIZES,
                    __BUDGETS_ORIGINS,
                ),
                __budgets::Part::Text("\n\nin the profile \"fixed\""),
            ],
        ) {
            __budgets::Option::Some(__budgets_message) => {
                __budgets::panic!("{}", __budgets_message.as_str())
            }
            __budgets::Option::None => {}
        };
        (__budgets::budgets(&__BUDGETS_SIZES), __budgets::bytes(__BUDGETS_TOTAL))
    };
    const __BUDGETS_TOTAL_ORIGIN: &__budgets::str = __budgets::Layered {
        base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"sum\"\n  |                        ^^^^^",
        overlays: &[
            (
                __BUDGETS_SECTIONS[1],
                "  --> inline toml:14:24\n   |\n14 |         total_budget = \"sum\"\n   |                        ^^^^^",
            ),
        ],
    }
        .get();
    const _: () = match __budgets::violation::<
        590,
    >(
        __BUDGETS_TOTAL,
        if __BUDGETS_LIMITS[0] { 16777216u128 } else { __budgets::u128::MAX },
        &[
            __budgets::Part::Text("Total budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") exceeds platform limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(
                ") for every target\n\nSolution: Reduce total budget for every target\n\n",
            ),
            __budgets::Part::Text(__BUDGETS_TOTAL_ORIGIN),
            __budgets::Part::Largest(
                __BUDGETS_NAMES,
                &__BUDGETS_SIZES,
                __BUDGETS_ORIGINS,
            ),
            __budgets::Part::Text(
                "\n\nthe platform limit:\n --> inline toml:4:26\n  |\n4 |         platform_limit = \"16MB\"\n  |                          ^^^^^^",
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
        514,
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
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/macros/Cargo.toml");
    const _: &[__budgets::u8] = __budgets::include_bytes!("ROOT/Cargo.toml");
    const _: &[__budgets::Option<&__budgets::str>] = &[];
}
