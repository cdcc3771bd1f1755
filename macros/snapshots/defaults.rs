///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::wrt_memory_budgets as __wrt_memory_budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `wrt-foundation` | 8MB | 12.2% | 1MB (`preset`) to 64MB (`preset`) | `preset` |
| `wrt-runtime` | 16MB | 24.4% | 4MB (`preset`) to 256MB (`preset`) | `preset` |
| `wrt-component` | 12MB | 18.3% | 4MB (`preset`) to 96MB (`preset`) | `preset` |
| `wrt-decoder` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-format` | 2MB | 3.1% | 256KB (`preset`) to 16MB (`preset`) | `preset` |
| `wrt-host` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-debug` | 2MB | 3.1% | 256KB (`preset`) to 16MB (`preset`) | `preset` |
| `wrt-platform` | 8MB | 12.2% | 2MB (`preset`) to 64MB (`preset`) | `preset` |
| `wrt-instructions` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-logging` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-intercept` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-panic` | 512KB | 0.8% | 256KB (`preset`) to 4MB (`preset`) | `preset` |
| `wrt-sync` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-math` | 512KB | 0.8% | 256KB (`preset`) to 4MB (`preset`) | `preset` |
| `wrt-error` | 256KB | 0.4% | 256KB (`preset`) to 2MB (`preset`) | `preset` |
| `wrt-helper` | 256KB | 0.4% | 256KB (`preset`) to 2MB (`preset`) | `preset` |
| sum | 64.5MB | 98.5% | | |
| total | 65.5MB | | | `preset` |*/
    #[derive(
        __wrt_memory_budgets::__private::Clone,
        __wrt_memory_budgets::__private::Copy,
        __wrt_memory_budgets::__private::PartialEq,
        __wrt_memory_budgets::__private::Eq,
        __wrt_memory_budgets::__private::PartialOrd,
        __wrt_memory_budgets::__private::Ord,
        __wrt_memory_budgets::__private::Hash,
    )]
    #[repr(u8)]
    #[allow(clippy::exhaustive_enums)]
    pub enum CrateId {
        ///`wrt-foundation`: Core memory management. Budget 8MB (8,388,608 bytes, `preset`), limits 1MB (`preset`) to 64MB (`preset`).
        Foundation = 0,
        ///`wrt-runtime`: Execution engine. Budget 16MB (16,777,216 bytes, `preset`), limits 4MB (`preset`) to 256MB (`preset`).
        Runtime = 1,
        ///`wrt-component`: Component Model support. Budget 12MB (12,582,912 bytes, `preset`), limits 4MB (`preset`) to 96MB (`preset`).
        Component = 2,
        ///`wrt-decoder`: WebAssembly decoding. Budget 4MB (4,194,304 bytes, `preset`), limits 256KB (`preset`) to 32MB (`preset`).
        Decoder = 3,
        ///`wrt-format`: Format handling. Budget 2MB (2,097,152 bytes, `preset`), limits 256KB (`preset`) to 16MB (`preset`).
        Format = 4,
        ///`wrt-host`: Host integration. Budget 4MB (4,194,304 bytes, `preset`), limits 256KB (`preset`) to 32MB (`preset`).
        Host = 5,
        ///`wrt-debug`: Debug tools. Budget 2MB (2,097,152 bytes, `preset`), limits 256KB (`preset`) to 16MB (`preset`).
        Debug = 6,
        ///`wrt-platform`: Platform abstraction. Budget 8MB (8,388,608 bytes, `preset`), limits 2MB (`preset`) to 64MB (`preset`).
        Platform = 7,
        ///`wrt-instructions`: Instruction execution. Budget 4MB (4,194,304 bytes, `preset`), limits 256KB (`preset`) to 32MB (`preset`).
        Instructions = 8,
        ///`wrt-logging`: Logging infrastructure. Budget 1MB (1,048,576 bytes, `preset`), limits 256KB (`preset`) to 8MB (`preset`).
        Logging = 9,
        ///`wrt-intercept`: Interception\/monitoring. Budget 1MB (1,048,576 bytes, `preset`), limits 256KB (`preset`) to 8MB (`preset`).
        Intercept = 10,
        ///`wrt-panic`: Panic handling. Budget 512KB (524,288 bytes, `preset`), limits 256KB (`preset`) to 4MB (`preset`).
        Panic = 11,
        ///`wrt-sync`: Synchronization. Budget 1MB (1,048,576 bytes, `preset`), limits 256KB (`preset`) to 8MB (`preset`).
        Sync = 12,
        ///`wrt-math`: Mathematical operations. Budget 512KB (524,288 bytes, `preset`), limits 256KB (`preset`) to 4MB (`preset`).
        Math = 13,
        ///`wrt-error`: Error handling. Budget 256KB (262,144 bytes, `preset`), limits 256KB (`preset`) to 2MB (`preset`).
        Error = 14,
        ///`wrt-helper`: Helper utilities. Budget 256KB (262,144 bytes, `preset`), limits 256KB (`preset`) to 2MB (`preset`).
        Helper = 15,
    }
    const __WRT_MEMORY_BUDGETS_SIZES: [__wrt_memory_budgets::__private::u64; 16] = [
        8388608u64, 16777216u64, 12582912u64, 4194304u64, 2097152u64, 4194304u64,
        2097152u64, 8388608u64, 4194304u64, 1048576u64, 1048576u64, 524288u64,
        1048576u64, 524288u64, 262144u64, 262144u64,
    ];
    const __WRT_MEMORY_BUDGETS_TOTAL: __wrt_memory_budgets::__private::u64 = 68681728u64;
    const __WRT_MEMORY_BUDGETS_NAMES: &[&__wrt_memory_budgets::__private::str; 16] = &[
        "wrt-foundation",
        "wrt-runtime",
        "wrt-component",
        "wrt-decoder",
        "wrt-format",
        "wrt-host",
        "wrt-debug",
        "wrt-platform",
        "wrt-instructions",
        "wrt-logging",
        "wrt-intercept",
        "wrt-panic",
        "wrt-sync",
        "wrt-math",
        "wrt-error",
        "wrt-helper",
    ];
    const __WRT_MEMORY_BUDGETS_ORIGINS: &[&__wrt_memory_budgets::__private::str; 16] = &[
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
        "preset",
    ];
    #[allow(clippy::same_name_method)]
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __wrt_memory_budgets::__private::usize = 16;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 16] = [
            Self::Foundation,
            Self::Runtime,
            Self::Component,
            Self::Decoder,
            Self::Format,
            Self::Host,
            Self::Debug,
            Self::Platform,
            Self::Instructions,
            Self::Logging,
            Self::Intercept,
            Self::Panic,
            Self::Sync,
            Self::Math,
            Self::Error,
            Self::Helper,
        ];
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
            const PURPOSES: &[&__wrt_memory_budgets::__private::str; 16] = &[
                "Core memory management",
                "Execution engine",
                "Component Model support",
                "WebAssembly decoding",
                "Format handling",
                "Host integration",
                "Debug tools",
                "Platform abstraction",
                "Instruction execution",
                "Logging infrastructure",
                "Interception/monitoring",
                "Panic handling",
                "Synchronization",
                "Mathematical operations",
                "Error handling",
                "Helper utilities",
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
            const VARIANTS: &[&__wrt_memory_budgets::__private::str; 16] = &[
                "Foundation",
                "Runtime",
                "Component",
                "Decoder",
                "Format",
                "Host",
                "Debug",
                "Platform",
                "Instructions",
                "Logging",
                "Intercept",
                "Panic",
                "Sync",
                "Math",
                "Error",
                "Helper",
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
        const ALL: &'static [CrateId] = &[
            CrateId::Foundation,
            CrateId::Runtime,
            CrateId::Component,
            CrateId::Decoder,
            CrateId::Format,
            CrateId::Host,
            CrateId::Debug,
            CrateId::Platform,
            CrateId::Instructions,
            CrateId::Logging,
            CrateId::Intercept,
            CrateId::Panic,
            CrateId::Sync,
            CrateId::Math,
            CrateId::Error,
            CrateId::Helper,
        ];
    }
    #[allow(clippy::same_name_method)]
    impl __wrt_memory_budgets::BudgetedCrate for CrateId {
        const COUNT: __wrt_memory_budgets::__private::usize = 16;
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
    /// The budget of wrt-foundation in bytes: see [`CrateId::Foundation`].
    pub const FOUNDATION_BUDGET: __wrt_memory_budgets::__private::usize = 8388608;
    /// The budget of wrt-runtime in bytes: see [`CrateId::Runtime`].
    pub const RUNTIME_BUDGET: __wrt_memory_budgets::__private::usize = 16777216;
    /// The budget of wrt-component in bytes: see [`CrateId::Component`].
    pub const COMPONENT_BUDGET: __wrt_memory_budgets::__private::usize = 12582912;
    /// The budget of wrt-decoder in bytes: see [`CrateId::Decoder`].
    pub const DECODER_BUDGET: __wrt_memory_budgets::__private::usize = 4194304;
    /// The budget of wrt-format in bytes: see [`CrateId::Format`].
    pub const FORMAT_BUDGET: __wrt_memory_budgets::__private::usize = 2097152;
    /// The budget of wrt-host in bytes: see [`CrateId::Host`].
    pub const HOST_BUDGET: __wrt_memory_budgets::__private::usize = 4194304;
    /// The budget of wrt-debug in bytes: see [`CrateId::Debug`].
    pub const DEBUG_BUDGET: __wrt_memory_budgets::__private::usize = 2097152;
    /// The budget of wrt-platform in bytes: see [`CrateId::Platform`].
    pub const PLATFORM_BUDGET: __wrt_memory_budgets::__private::usize = 8388608;
    /// The budget of wrt-instructions in bytes: see [`CrateId::Instructions`].
    pub const INSTRUCTIONS_BUDGET: __wrt_memory_budgets::__private::usize = 4194304;
    /// The budget of wrt-logging in bytes: see [`CrateId::Logging`].
    pub const LOGGING_BUDGET: __wrt_memory_budgets::__private::usize = 1048576;
    /// The budget of wrt-intercept in bytes: see [`CrateId::Intercept`].
    pub const INTERCEPT_BUDGET: __wrt_memory_budgets::__private::usize = 1048576;
    /// The budget of wrt-panic in bytes: see [`CrateId::Panic`].
    pub const PANIC_BUDGET: __wrt_memory_budgets::__private::usize = 524288;
    /// The budget of wrt-sync in bytes: see [`CrateId::Sync`].
    pub const SYNC_BUDGET: __wrt_memory_budgets::__private::usize = 1048576;
    /// The budget of wrt-math in bytes: see [`CrateId::Math`].
    pub const MATH_BUDGET: __wrt_memory_budgets::__private::usize = 524288;
    /// The budget of wrt-error in bytes: see [`CrateId::Error`].
    pub const ERROR_BUDGET: __wrt_memory_budgets::__private::usize = 262144;
    /// The budget of wrt-helper in bytes: see [`CrateId::Helper`].
    pub const HELPER_BUDGET: __wrt_memory_budgets::__private::usize = 262144;
    ///The sum of the crate budgets in bytes: 64.5MB (67,633,152 bytes).
    pub const TOTAL_CRATE_BUDGETS: __wrt_memory_budgets::__private::usize = __wrt_memory_budgets::__private::bytes(
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
    );
    ///The total budget in bytes: 65.5MB (68,681,728 bytes, `preset`).
    pub const TOTAL_SYSTEM_BUDGET: __wrt_memory_budgets::__private::usize = __wrt_memory_budgets::__private::bytes(
        __WRT_MEMORY_BUDGETS_TOTAL,
    );
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __wrt_memory_budgets::__private::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset.
    pub const TOTAL_BUDGET_ORIGIN: &__wrt_memory_budgets::__private::str = "preset";
    const _: () = match __wrt_memory_budgets::__private::violation::<
        403,
    >(
        "",
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        __WRT_MEMORY_BUDGETS_TOTAL,
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total crate budgets ({left}) exceed system budget ({right})\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
        &[
            "the preset's default",
            "\n\nthe largest budgets:",
            "\n  wrt-runtime 16MB (preset)",
            "\n  wrt-component 12MB (preset)",
            "\n  wrt-foundation 8MB (preset)",
        ],
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        313,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &[
            1048576u64, 4194304u64, 4194304u64, 262144u64, 262144u64, 262144u64,
            262144u64, 2097152u64, 262144u64, 262144u64, 262144u64, 262144u64, 262144u64,
            262144u64, 262144u64, 262144u64,
        ],
        &__WRT_MEMORY_BUDGETS_SIZES,
        "{crate} budget ({right}) below minimum requirement ({left})\n\nSolution: Increase {crate} budget to at least {left}\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        305,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &__WRT_MEMORY_BUDGETS_SIZES,
        &[
            67108864u64, 268435456u64, 100663296u64, 33554432u64, 16777216u64,
            33554432u64, 16777216u64, 67108864u64, 33554432u64, 8388608u64, 8388608u64,
            4194304u64, 8388608u64, 4194304u64, 2097152u64, 2097152u64,
        ],
        "{crate} budget ({left}) above maximum limit ({right})\n\nSolution: Reduce {crate} budget to at most {right}\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        297,
    >(
        __WRT_MEMORY_BUDGETS_NAMES,
        &[
            1048576u64, 4194304u64, 4194304u64, 262144u64, 262144u64, 262144u64,
            262144u64, 2097152u64, 262144u64, 262144u64, 262144u64, 262144u64, 262144u64,
            262144u64, 262144u64, 262144u64,
        ],
        &[
            67108864u64, 268435456u64, 100663296u64, 33554432u64, 16777216u64,
            33554432u64, 16777216u64, 67108864u64, 33554432u64, 8388608u64, 8388608u64,
            4194304u64, 8388608u64, 4194304u64, 2097152u64, 2097152u64,
        ],
        "{crate} minimum ({left}) above its maximum ({right})\n\nSolution: Lower min or raise max of {crate}\n\n",
        __WRT_MEMORY_BUDGETS_ORIGINS,
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::violation::<
        291,
    >(
        "",
        __WRT_MEMORY_BUDGETS_TOTAL,
        if __wrt_memory_budgets::__private::cfg!(target_arch = "arm") {
            33554432u64
        } else {
            18446744073709551615u64
        },
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total budget ({left}) exceeds platform limit ({right}) for target_arch = \"arm\"\n\nSolution: Reduce total budget for ARM targets\n\n",
        &["the preset's default"],
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::violation::<
        303,
    >(
        "",
        __WRT_MEMORY_BUDGETS_TOTAL,
        __wrt_memory_budgets::__private::address_space(),
        __wrt_memory_budgets::__private::sum(&__WRT_MEMORY_BUDGETS_SIZES),
        "Total budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce total budget below {space} for this target\n\n",
        &["the preset's default"],
    ) {
        __wrt_memory_budgets::__private::Option::Some(message) => {
            __wrt_memory_budgets::__private::panic!("{}", message.as_str())
        }
        __wrt_memory_budgets::__private::Option::None => {}
    };
    const _: () = match __wrt_memory_budgets::__private::first_violation::<
        341,
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
            ::wrt_memory_budgets::__private::map_crates!($f; 0 1 2 3 4 5 6 7 8 9 10 11 12
            13 14 15)
        };
    }
    #[allow(unused_imports)]
    pub(crate) use map_crates;
}
