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
        crate::support::__private::Clone,
        crate::support::__private::Copy,
        crate::support::__private::PartialEq,
        crate::support::__private::Eq,
        crate::support::__private::PartialOrd,
        crate::support::__private::Ord,
        crate::support::__private::Hash
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
    const __WRT_MEMORY_BUDGETS_SIZES: [crate::support::__private::u64; 2] = [
        crate::support::__private::Layered {
            base: 4194304u64,
            overlays: &[
                (crate::support::__private::cfg!(target_arch = "arm"), 2097152u64),
                (crate::support::__private::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        1048576u64,
    ];
    #[allow(unexpected_cfgs)]
    const __WRT_MEMORY_BUDGETS_TOTAL: crate::support::__private::u64 = crate::support::__private::Layered {
        base: 8388608u64,
        overlays: &[(crate::support::__private::cfg!(target_arch = "arm"), 4194304u64)],
    }
        .get();
    const __WRT_MEMORY_BUDGETS_NAMES: &[&crate::support::__private::str; 2] = &[
        "app",
        "lib",
    ];
    #[allow(unexpected_cfgs)]
    const __WRT_MEMORY_BUDGETS_ORIGINS: &[&crate::support::__private::str; 2] = &[
        crate::support::__private::Layered {
            base: "inline toml:6",
            overlays: &[
                (crate::support::__private::cfg!(target_arch = "arm"), "inline toml:13"),
                (crate::support::__private::cfg!(board_a), "inline toml:15"),
            ],
        }
            .get(),
        "inline toml:9",
    ];
    #[allow(clippy::same_name_method)]
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: crate::support::__private::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = [Self::App, Self::Lib];
        /// The package's name.
        #[must_use]
        pub const fn name(self) -> &'static crate::support::__private::str {
            __WRT_MEMORY_BUDGETS_NAMES[self.index()]
        }
        /// The budget in bytes.
        #[must_use]
        pub const fn budget(self) -> crate::support::__private::usize {
            (&CRATE_BUDGETS)[self.index()]
        }
        /// The position in [`ALL`](Self::ALL), from 0.
        #[must_use]
        pub const fn index(self) -> crate::support::__private::usize {
            self as crate::support::__private::usize
        }
        /// The crate at a position in [`ALL`](Self::ALL).
        #[must_use]
        pub const fn from_index(
            index: crate::support::__private::usize,
        ) -> crate::support::__private::Option<Self> {
            if index < Self::COUNT {
                crate::support::__private::Option::Some((&Self::ALL)[index])
            } else {
                crate::support::__private::Option::None
            }
        }
        /// Whether an amount in bytes is within the budget.
        #[must_use]
        pub const fn fits(
            self,
            bytes: crate::support::__private::usize,
        ) -> crate::support::__private::bool {
            bytes <= self.budget()
        }
        /// What the crate is for; empty where the configuration does not say.
        #[must_use]
        pub const fn purpose(self) -> &'static crate::support::__private::str {
            const PURPOSES: &[&crate::support::__private::str; 2] = &["", ""];
            PURPOSES[self.index()]
        }
        /// Where the budget came from: a line of a file, an environment variable, or the preset.
        #[must_use]
        pub const fn origin(self) -> &'static crate::support::__private::str {
            __WRT_MEMORY_BUDGETS_ORIGINS[self.index()]
        }
    }
    impl crate::support::__private::Debug for CrateId {
        fn fmt(
            &self,
            formatter: &mut crate::support::__private::Formatter<'_>,
        ) -> crate::support::__private::FmtResult {
            const VARIANTS: &[&crate::support::__private::str; 2] = &["App", "Lib"];
            formatter.write_str(VARIANTS[self.index()])
        }
    }
    impl crate::support::__private::Display for CrateId {
        fn fmt(
            &self,
            formatter: &mut crate::support::__private::Formatter<'_>,
        ) -> crate::support::__private::FmtResult {
            formatter.pad(self.name())
        }
    }
    impl crate::support::__private::FromStr for CrateId {
        type Err = crate::support::UnknownCrate;
        fn from_str(
            name: &crate::support::__private::str,
        ) -> crate::support::__private::Result<Self, crate::support::UnknownCrate> {
            crate::support::__private::find(name)
        }
    }
    #[allow(clippy::same_name_method)]
    impl crate::support::BudgetedCrate for CrateId {
        const COUNT: crate::support::__private::usize = 2;
        const ALL: &'static [Self] = &Self::ALL;
        fn index(self) -> crate::support::__private::usize {
            Self::index(self)
        }
        fn name(self) -> &'static crate::support::__private::str {
            Self::name(self)
        }
        fn budget(self) -> crate::support::__private::usize {
            Self::budget(self)
        }
    }
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [crate::support::__private::usize; CrateId::COUNT] = crate::support::__private::budgets(
        &__WRT_MEMORY_BUDGETS_SIZES,
    );
    ///The budget of app in bytes: see [`CrateId::App`].
    #[allow(unexpected_cfgs)]
    pub const APP_BUDGET: crate::support::__private::usize = crate::support::__private::bytes(
        crate::support::__private::Layered {
            base: 4194304u64,
            overlays: &[
                (crate::support::__private::cfg!(target_arch = "arm"), 2097152u64),
                (crate::support::__private::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
    );
    ///The budget of lib in bytes: see [`CrateId::Lib`].
    #[allow(unexpected_cfgs)]
    pub const LIB_BUDGET: crate::support::__private::usize = crate::support::__private::bytes(
        1048576u64,
    );
    ///The sum of the crate budgets in bytes.
    pub const TOTAL_CRATE_BUDGETS: crate::support::__private::usize = crate::support::__private::bytes(
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
    );
    #[cfg_attr(
        not(target_arch = "arm"),
        doc = "The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`)."
    )]
    #[cfg_attr(
        target_arch = "arm",
        doc = "The total budget in bytes: 4MB (4,194,304 bytes, `inline toml:11`)."
    )]
    pub const TOTAL_SYSTEM_BUDGET: crate::support::__private::usize = crate::support::__private::bytes(
        __WRT_MEMORY_BUDGETS_TOTAL,
    );
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: crate::support::__private::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset.
    #[allow(unexpected_cfgs)]
    pub const TOTAL_BUDGET_ORIGIN: &crate::support::__private::str = crate::support::__private::Layered {
        base: "inline toml:3",
        overlays: &[
            (crate::support::__private::cfg!(target_arch = "arm"), "inline toml:11"),
        ],
    }
        .get();
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    #[allow(unused_macros)]
    macro_rules! map_crates {
        ($f:expr) => {
            crate ::support::__private::map_crates!($f; 0 1)
        };
    }
    #[allow(unused_imports)]
    pub(crate) use map_crates;
    const _: () = match crate::support::__private::first_violation::<
        310,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &__WRT_MEMORY_BUDGETS_SIZES,
        &[18446744073709551615u64, crate::support::__private::address_space()],
        "{crate} budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce {crate} budget below {space} for this target\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match crate::support::__private::violation::<
        444,
    >(
        "",
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        __WRT_MEMORY_BUDGETS_TOTAL,
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total crate budgets ({left}) exceed system budget ({right})\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
        &[
            crate::support::__private::Layered {
                base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                    ),
                ],
            }
                .get(),
            "\n\nthe largest budgets:",
            crate::support::__private::Layered {
                base: "\n  app 4MB (inline toml:6)",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "\n  app 2MB (inline toml:13)",
                    ),
                    (
                        crate::support::__private::cfg!(board_a),
                        "\n  app 5GB (inline toml:15)",
                    ),
                ],
            }
                .get(),
            "\n  lib 1MB (inline toml:9)",
        ],
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match crate::support::__private::violation::<
        410,
    >(
        "",
        crate::support::__private::Layered {
            base: 4194304u64,
            overlays: &[
                (crate::support::__private::cfg!(target_arch = "arm"), 2097152u64),
                (crate::support::__private::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        6291456u64,
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "app budget ({left}) above maximum limit ({right})\n\nSolution: Reduce app budget to at most {right}\n\n",
        &[
            crate::support::__private::Layered {
                base: " --> inline toml:6:18\n  |\n6 |         budget = \"4MB\"\n  |                  ^^^^^",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "  --> inline toml:13:15\n   |\n13 |         app = \"2MB\"\n   |               ^^^^^",
                    ),
                    (
                        crate::support::__private::cfg!(board_a),
                        "  --> inline toml:15:15\n   |\n15 |         app = \"5GB\"\n   |               ^^^^^",
                    ),
                ],
            }
                .get(),
            "\n\nthe maximum:\n --> inline toml:7:15\n  |\n7 |         max = \"6MB\"\n  |               ^^^^^",
        ],
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match crate::support::__private::violation::<
        489,
    >(
        "",
        __WRT_MEMORY_BUDGETS_TOTAL,
        if crate::support::__private::cfg!(target_arch = "arm") {
            6291456u64
        } else {
            18446744073709551615u64
        },
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total budget ({left}) exceeds platform limit ({right}) for target_arch = \"arm\"\n\nSolution: Reduce total budget for ARM targets\n\n",
        &[
            crate::support::__private::Layered {
                base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                    ),
                ],
            }
                .get(),
            "\n\nthe platform limit:\n  --> inline toml:12:26\n   |\n12 |         platform_limit = \"6MB\"\n   |                          ^^^^^",
        ],
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match crate::support::__private::violation::<
        358,
    >(
        "",
        crate::support::__private::Layered {
            base: 4194304u64,
            overlays: &[
                (crate::support::__private::cfg!(target_arch = "arm"), 2097152u64),
                (crate::support::__private::cfg!(board_a), 5368709120u64),
            ],
        }
            .get(),
        crate::support::__private::address_space(),
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "app budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce app budget below {space} for this target\n\n",
        &[
            crate::support::__private::Layered {
                base: " --> inline toml:6:18\n  |\n6 |         budget = \"4MB\"\n  |                  ^^^^^",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "  --> inline toml:13:15\n   |\n13 |         app = \"2MB\"\n   |               ^^^^^",
                    ),
                    (
                        crate::support::__private::cfg!(board_a),
                        "  --> inline toml:15:15\n   |\n15 |         app = \"5GB\"\n   |               ^^^^^",
                    ),
                ],
            }
                .get(),
        ],
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    #[allow(unexpected_cfgs)]
    const _: () = match crate::support::__private::violation::<
        379,
    >(
        "",
        __WRT_MEMORY_BUDGETS_TOTAL,
        crate::support::__private::address_space(),
        crate::support::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce total budget below {space} for this target\n\n",
        &[
            crate::support::__private::Layered {
                base: " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
                overlays: &[
                    (
                        crate::support::__private::cfg!(target_arch = "arm"),
                        "  --> inline toml:11:24\n   |\n11 |         total_budget = \"4MB\"\n   |                        ^^^^^",
                    ),
                ],
            }
                .get(),
        ],
    ) {
        crate::support::__private::Option::Some(message) => {
            crate::support::__private::panic!("{}", message.as_str())
        }
        crate::support::__private::Option::None => {}
    };
    const _: &[crate::support::__private::u8] = crate::support::__private::include_bytes!(
        "ROOT/macros/Cargo.toml"
    );
    const _: &[crate::support::__private::u8] = crate::support::__private::include_bytes!(
        "ROOT/Cargo.toml"
    );
    const _: &[crate::support::__private::Option<&crate::support::__private::str>] = &[];
}
