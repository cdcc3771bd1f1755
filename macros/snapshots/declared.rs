///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::wrt_memory_budgets as __wrt_memory_budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `wrt-wasi` | 4MB | 50.0% | at least 1MB (`inline toml:6`) | `inline toml:5` |
| `app` | 1000 bytes | 0.0% |  | `inline toml:9` |
| sum | 4195304 bytes | 50.0% | | |
| total | 8MB | | | `inline toml:3` |*/
    #[derive(
        __wrt_memory_budgets::__private::Clone,
        __wrt_memory_budgets::__private::Copy,
        __wrt_memory_budgets::__private::PartialEq,
        __wrt_memory_budgets::__private::Eq,
        __wrt_memory_budgets::__private::PartialOrd,
        __wrt_memory_budgets::__private::Ord,
        __wrt_memory_budgets::__private::Hash,
        Default,
    )]
    #[repr(u8)]
    #[allow(clippy::exhaustive_enums)]
    pub enum CrateId {
        ///`wrt-wasi`: WASI host functions. Budget 4MB (4,194,304 bytes, `inline toml:5`), limits at least 1MB (`inline toml:6`).
        #[default]
        Wasi = 0,
        ///`app`. Budget 1000 bytes (1,000 bytes, `inline toml:9`).
        Engine = 1,
    }
    const __WRT_MEMORY_BUDGETS_SIZES: [__wrt_memory_budgets::__private::u64; 2] = [
        4194304u64, 1000u64,
    ];
    const __WRT_MEMORY_BUDGETS_TOTAL: __wrt_memory_budgets::__private::u64 = 8388608u64;
    const __WRT_MEMORY_BUDGETS_NAMES: &[&__wrt_memory_budgets::__private::str; 2] = &[
        "wrt-wasi",
        "app",
    ];
    const __WRT_MEMORY_BUDGETS_ORIGINS: &[&__wrt_memory_budgets::__private::str; 2] = &[
        "inline toml:5",
        "inline toml:9",
    ];
    #[allow(clippy::same_name_method)]
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __wrt_memory_budgets::__private::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = [Self::Wasi, Self::Engine];
        /// The package's name.
        #[must_use]
        #[inline]
        pub const fn name(self) -> &'static __wrt_memory_budgets::__private::str {
            __WRT_MEMORY_BUDGETS_NAMES[self.index()]
        }
        /// The budget in bytes.
        #[must_use]
        #[inline]
        pub const fn budget(self) -> __wrt_memory_budgets::__private::usize {
            (&CRATE_BUDGETS)[self.index()]
        }
        /// The position in [`ALL`](Self::ALL), from 0.
        #[must_use]
        #[inline]
        pub const fn index(self) -> __wrt_memory_budgets::__private::usize {
            self as __wrt_memory_budgets::__private::usize
        }
        /// The crate at a position in [`ALL`](Self::ALL).
        #[must_use]
        #[inline]
        pub const fn from_index(
            index: __wrt_memory_budgets::__private::usize,
        ) -> __wrt_memory_budgets::__private::Option<Self> {
            __wrt_memory_budgets::__private::from_index(index)
        }
        /// Whether an amount in bytes is within the budget.
        #[must_use]
        #[inline]
        pub const fn fits(
            self,
            bytes: __wrt_memory_budgets::__private::usize,
        ) -> __wrt_memory_budgets::__private::bool {
            bytes <= self.budget()
        }
        /// What the crate is for; empty where the configuration does not say.
        #[must_use]
        #[inline]
        pub const fn purpose(self) -> &'static __wrt_memory_budgets::__private::str {
            const PURPOSES: &[&__wrt_memory_budgets::__private::str; 2] = &[
                "WASI host functions",
                "",
            ];
            PURPOSES[self.index()]
        }
        /// Where the budget came from: a line of a file, an environment variable, or the preset.
        #[must_use]
        #[inline]
        pub const fn origin(self) -> &'static __wrt_memory_budgets::__private::str {
            __WRT_MEMORY_BUDGETS_ORIGINS[self.index()]
        }
    }
    impl __wrt_memory_budgets::__private::Debug for CrateId {
        #[inline]
        fn fmt(
            &self,
            formatter: &mut __wrt_memory_budgets::__private::Formatter<'_>,
        ) -> __wrt_memory_budgets::__private::FmtResult {
            const VARIANTS: &[&__wrt_memory_budgets::__private::str; 2] = &[
                "Wasi",
                "Engine",
            ];
            formatter.write_str(VARIANTS[self.index()])
        }
    }
    impl __wrt_memory_budgets::__private::Display for CrateId {
        #[inline]
        fn fmt(
            &self,
            formatter: &mut __wrt_memory_budgets::__private::Formatter<'_>,
        ) -> __wrt_memory_budgets::__private::FmtResult {
            formatter.pad(self.name())
        }
    }
    impl __wrt_memory_budgets::__private::FromStr for CrateId {
        type Err = __wrt_memory_budgets::UnknownCrate;
        #[inline]
        fn from_str(
            name: &__wrt_memory_budgets::__private::str,
        ) -> __wrt_memory_budgets::__private::Result<
            Self,
            __wrt_memory_budgets::UnknownCrate,
        > {
            __wrt_memory_budgets::__private::find(name)
        }
    }
    #[doc(hidden)]
    pub struct __WrtMemoryBudgetsTable<
        const LAZY: __wrt_memory_budgets::__private::usize,
    >;
    impl<
        const LAZY: __wrt_memory_budgets::__private::usize,
    > __wrt_memory_budgets::__private::Table<CrateId> for __WrtMemoryBudgetsTable<LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::Wasi, CrateId::Engine];
    }
    #[allow(clippy::same_name_method)]
    impl __wrt_memory_budgets::BudgetedCrate for CrateId {
        const COUNT: __wrt_memory_budgets::__private::usize = 2;
        type Table = __WrtMemoryBudgetsTable<0>;
        #[inline]
        fn index(self) -> __wrt_memory_budgets::__private::usize {
            Self::index(self)
        }
        #[inline]
        fn name(self) -> &'static __wrt_memory_budgets::__private::str {
            Self::name(self)
        }
        #[inline]
        fn budget(self) -> __wrt_memory_budgets::__private::usize {
            Self::budget(self)
        }
    }
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [__wrt_memory_budgets::__private::usize; CrateId::COUNT] = __wrt_memory_budgets::__private::budgets(
        &__WRT_MEMORY_BUDGETS_SIZES,
    );
    /// The budget of wrt-wasi in bytes: see [`CrateId::Wasi`].
    pub const WASI_BUDGET: __wrt_memory_budgets::__private::usize = 4194304;
    /// The budget of app in bytes: see [`CrateId::Engine`].
    pub const ENGINE_BUDGET: __wrt_memory_budgets::__private::usize = 1000;
    ///The sum of the crate budgets in bytes: 4195304 bytes (4,195,304 bytes).
    pub const TOTAL_CRATE_BUDGETS: __wrt_memory_budgets::__private::usize = __wrt_memory_budgets::__private::bytes(
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
    );
    ///The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`).
    pub const TOTAL_SYSTEM_BUDGET: __wrt_memory_budgets::__private::usize = __wrt_memory_budgets::__private::bytes(
        __WRT_MEMORY_BUDGETS_TOTAL,
    );
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __wrt_memory_budgets::__private::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset.
    pub const TOTAL_BUDGET_ORIGIN: &__wrt_memory_budgets::__private::str = "inline toml:3";
    const _: () = match __wrt_memory_budgets::__private::violation::<
        450,
    >(
        "",
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        __WRT_MEMORY_BUDGETS_TOTAL,
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total crate budgets ({left}) exceed system budget ({right})\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
        &[
            " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
            "\n\nthe largest budgets:",
            "\n  wrt-wasi 4MB (inline toml:5)",
            "\n  app 1000 bytes (inline toml:9)",
        ],
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        296,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &[1048576u64, 0u64],
        &__WRT_MEMORY_BUDGETS_SIZES,
        "{crate} budget ({right}) below minimum requirement ({left})\n\nSolution: Increase {crate} budget to at least {left}\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::violation::<
        374,
    >(
        "",
        __WRT_MEMORY_BUDGETS_TOTAL,
        __wrt_memory_budgets::__private::address_space(),
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce total budget below {space} for this target\n\n",
        &[
            " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
        ],
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        324,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &__WRT_MEMORY_BUDGETS_SIZES,
        &[__wrt_memory_budgets::__private::address_space()],
        "{crate} budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce {crate} budget below {space} for this target\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: &[__wrt_memory_budgets::__private::u8] = __wrt_memory_budgets::__private::include_bytes!(
        "ROOT/macros/Cargo.toml"
    );
    const _: &[__wrt_memory_budgets::__private::u8] = __wrt_memory_budgets::__private::include_bytes!(
        "ROOT/Cargo.toml"
    );
    const _: &[__wrt_memory_budgets::__private::Option<
        &__wrt_memory_budgets::__private::str,
    >] = &[];
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    #[allow(unused_macros)]
    macro_rules! map_crates {
        ($f:expr) => {
            ::wrt_memory_budgets::__private::map_crates!($f; 0 1)
        };
    }
    #[allow(unused_imports)]
    pub(crate) use map_crates;
}
