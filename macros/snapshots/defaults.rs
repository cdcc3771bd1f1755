///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::memory_budgets::__private as __budgets;
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `wrt-foundation` | 8MB | 12.2% | 1MB (`preset`) to 64MB (`preset`) | `preset` |
| `wrt-runtime` | 16MB | 24.4% | 4MB (`preset`) to 256MB (`preset`) | `preset` |
| `wrt-component` | 12MB | 18.3% | 4MB (`preset`) to 96MB (`preset`) | `preset` |
| `wrt-decoder` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-format` | 2MB | 3.0% | 256KB (`preset`) to 16MB (`preset`) | `preset` |
| `wrt-host` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-debug` | 2MB | 3.0% | 256KB (`preset`) to 16MB (`preset`) | `preset` |
| `wrt-platform` | 8MB | 12.2% | 2MB (`preset`) to 64MB (`preset`) | `preset` |
| `wrt-instructions` | 4MB | 6.1% | 256KB (`preset`) to 32MB (`preset`) | `preset` |
| `wrt-logging` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-intercept` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-panic` | 512KB | 0.7% | 256KB (`preset`) to 4MB (`preset`) | `preset` |
| `wrt-sync` | 1MB | 1.5% | 256KB (`preset`) to 8MB (`preset`) | `preset` |
| `wrt-math` | 512KB | 0.7% | 256KB (`preset`) to 4MB (`preset`) | `preset` |
| `wrt-error` | 256KB | 0.3% | 256KB (`preset`) to 2MB (`preset`) | `preset` |
| `wrt-helper` | 256KB | 0.3% | 256KB (`preset`) to 2MB (`preset`) | `preset` |
| sum | 64.5MB | 98.4% | | |
| total | 65.5MB | | | `preset` |*/
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
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 16;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 16] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
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
    const __BUDGETS_LIMITS: &[__budgets::bool; 1] = &[
        __budgets::cfg!(target_arch = "arm"),
    ];
    const __BUDGETS_SIZES: [__budgets::u64; 16] = [
        8388608u64, 16777216u64, 12582912u64, 4194304u64, 2097152u64, 4194304u64,
        2097152u64, 8388608u64, 4194304u64, 1048576u64, 1048576u64, 524288u64,
        1048576u64, 524288u64, 262144u64, 262144u64,
    ];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = 68681728u128;
    const __BUDGETS_NAMES: &[&__budgets::str; 16] = &[
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
    const __BUDGETS_ORIGINS: &[&__budgets::str; 16] = &[
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
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[
        (0, "Core memory management"),
        (1, "Execution engine"),
        (2, "Component Model support"),
        (3, "WebAssembly decoding"),
        (4, "Format handling"),
        (5, "Host integration"),
        (6, "Debug tools"),
        (7, "Platform abstraction"),
        (8, "Instruction execution"),
        (9, "Logging infrastructure"),
        (10, "Interception/monitoring"),
        (11, "Panic handling"),
        (12, "Synchronization"),
        (13, "Mathematical operations"),
        (14, "Error handling"),
        (15, "Helper utilities"),
    ];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_UNSURE: &[__budgets::usize] = &[];
    const __BUDGETS_PREFIX: &__budgets::str = "wrt";
    __budgets::implement! {
        326
    }
    __budgets::memory_system! {
        16
    }
    __budgets::memory_monitor! {}
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(
        &__BUDGETS_SIZES,
    );
    /// The budget of wrt-foundation in bytes: see [`CrateId::Foundation`].
    pub const FOUNDATION_BUDGET: __budgets::usize = 8388608;
    /// The budget of wrt-runtime in bytes: see [`CrateId::Runtime`].
    pub const RUNTIME_BUDGET: __budgets::usize = 16777216;
    /// The budget of wrt-component in bytes: see [`CrateId::Component`].
    pub const COMPONENT_BUDGET: __budgets::usize = 12582912;
    /// The budget of wrt-decoder in bytes: see [`CrateId::Decoder`].
    pub const DECODER_BUDGET: __budgets::usize = 4194304;
    /// The budget of wrt-format in bytes: see [`CrateId::Format`].
    pub const FORMAT_BUDGET: __budgets::usize = 2097152;
    /// The budget of wrt-host in bytes: see [`CrateId::Host`].
    pub const HOST_BUDGET: __budgets::usize = 4194304;
    /// The budget of wrt-debug in bytes: see [`CrateId::Debug`].
    pub const DEBUG_BUDGET: __budgets::usize = 2097152;
    /// The budget of wrt-platform in bytes: see [`CrateId::Platform`].
    pub const PLATFORM_BUDGET: __budgets::usize = 8388608;
    /// The budget of wrt-instructions in bytes: see [`CrateId::Instructions`].
    pub const INSTRUCTIONS_BUDGET: __budgets::usize = 4194304;
    /// The budget of wrt-logging in bytes: see [`CrateId::Logging`].
    pub const LOGGING_BUDGET: __budgets::usize = 1048576;
    /// The budget of wrt-intercept in bytes: see [`CrateId::Intercept`].
    pub const INTERCEPT_BUDGET: __budgets::usize = 1048576;
    /// The budget of wrt-panic in bytes: see [`CrateId::Panic`].
    pub const PANIC_BUDGET: __budgets::usize = 524288;
    /// The budget of wrt-sync in bytes: see [`CrateId::Sync`].
    pub const SYNC_BUDGET: __budgets::usize = 1048576;
    /// The budget of wrt-math in bytes: see [`CrateId::Math`].
    pub const MATH_BUDGET: __budgets::usize = 524288;
    /// The budget of wrt-error in bytes: see [`CrateId::Error`].
    pub const ERROR_BUDGET: __budgets::usize = 262144;
    /// The budget of wrt-helper in bytes: see [`CrateId::Helper`].
    pub const HELPER_BUDGET: __budgets::usize = 262144;
    ///The sum of the crate budgets in bytes: 64.5MB (67,633,152 bytes).
    pub const TOTAL_CRATE_BUDGETS: __budgets::usize = __budgets::bytes(__BUDGETS_SUM);
    ///The total budget in bytes: 65.5MB (68,681,728 bytes, `preset`).
    pub const TOTAL_SYSTEM_BUDGET: __budgets::usize = __budgets::bytes(__BUDGETS_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __budgets::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset; with `sum` before a line
    /// that says that it is the sum of the crate budgets.
    pub const TOTAL_BUDGET_ORIGIN: &__budgets::str = "preset";
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($__budgets_f:expr)?) => {
            $(::memory_budgets::__private::map_crates!($__budgets_f; 0 1 2 3 4 5 6 7 8 9
            10 11 12 13 14 15))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
    const _: () = match __budgets::violation::<
        418,
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
            __budgets::Part::Text("the preset's default"),
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
    const _: () = match __budgets::first_violation::<
        221,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &[
            1048576u64, 4194304u64, 4194304u64, 262144u64, 262144u64, 262144u64,
            262144u64, 2097152u64, 262144u64, 262144u64, 262144u64, 262144u64, 262144u64,
            262144u64, 262144u64, 262144u64,
        ],
        &__BUDGETS_SIZES,
        &[
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget ("),
            __budgets::Part::Right,
            __budgets::Part::Text(") below minimum requirement ("),
            __budgets::Part::Left,
            __budgets::Part::Text(")\n\nSolution: Increase "),
            __budgets::Part::Crate,
            __budgets::Part::Text(" budget to at least "),
            __budgets::Part::Left,
            __budgets::Part::Text("\n\nfrom "),
            __budgets::Part::Origin,
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::first_violation::<
        212,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &__BUDGETS_SIZES,
        &[
            67108864u64, 268435456u64, 100663296u64, 33554432u64, 16777216u64,
            33554432u64, 16777216u64, 67108864u64, 33554432u64, 8388608u64, 8388608u64,
            4194304u64, 8388608u64, 4194304u64, 2097152u64, 2097152u64,
        ],
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
    const _: () = match __budgets::first_violation::<
        179,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
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
        198,
    >(
        __BUDGETS_TOTAL,
        if __BUDGETS_LIMITS[0] { 33554432u128 } else { __budgets::u128::MAX },
        &[
            __budgets::Part::Text("Total budget ("),
            __budgets::Part::Left,
            __budgets::Part::Text(") exceeds platform limit ("),
            __budgets::Part::Right,
            __budgets::Part::Text(
                ") for target_arch = \"arm\"\n\nSolution: Reduce total budget for ARM targets\n\n",
            ),
            __budgets::Part::Text("the preset's default"),
        ],
    ) {
        __budgets::Option::Some(__budgets_message) => {
            __budgets::panic!("{}", __budgets_message.as_str())
        }
        __budgets::Option::None => {}
    };
    const _: () = match __budgets::first_violation::<
        248,
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
        235,
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
            __budgets::Part::Text("the preset's default"),
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
