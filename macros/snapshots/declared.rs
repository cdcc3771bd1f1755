///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::wrt_memory_budgets::__private as __wrt;
    #[derive(Default)]
    ///The crates with a memory budget.
    /**
| crate | budget | share | limits | origin |
| --- | --- | --- | --- | --- |
| `wrt-wasi` | 4MB | 50.0% | at least 1MB (`inline toml:6`) | `inline toml:5` |
| `app` | 1000 bytes | 0.0% |  | `inline toml:9` |
| sum | 4195304 bytes | 50.0% | | |
| total | 8MB | | | `inline toml:3` |*/
    #[derive(
        __wrt::Clone,
        __wrt::Copy,
        __wrt::PartialEq,
        __wrt::Eq,
        __wrt::PartialOrd,
        __wrt::Ord,
        __wrt::Hash,
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
    const __WRT_SIZES: [__wrt::u64; 2] = [4194304u64, 1000u64];
    const __WRT_TOTAL: __wrt::u64 = 8388608u64;
    const __WRT_NAMES: &[&__wrt::str; 2] = &["wrt-wasi", "app"];
    const __WRT_ORIGINS: &[&__wrt::str; 2] = &["inline toml:5", "inline toml:9"];
    const __WRT_PURPOSES: &[(__wrt::usize, &__wrt::str)] = &[(0, "WASI host functions")];
    const __WRT_CHOSEN: &[(__wrt::usize, &__wrt::str)] = &[(1, "Engine")];
    #[doc(hidden)]
    #[allow(clippy::exhaustive_structs)]
    pub struct __WrtTable<const LAZY: __wrt::usize>;
    impl<const LAZY: __wrt::usize> __wrt::Table<CrateId> for __WrtTable<LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::Wasi, CrateId::Engine];
        const BUDGETS: &'static [__wrt::usize] = &CRATE_BUDGETS;
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __wrt::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __wrt::all();
    }
    __wrt::implement! {
        __WrtTable __WRT_NAMES __WRT_CHOSEN __WRT_PURPOSES __WRT_ORIGINS
    }
    __wrt::memory_system! {
        2
    }
    __wrt::memory_monitor! {}
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [__wrt::usize; CrateId::COUNT] = __wrt::budgets(
        &__WRT_SIZES,
    );
    /// The budget of wrt-wasi in bytes: see [`CrateId::Wasi`].
    pub const WASI_BUDGET: __wrt::usize = 4194304;
    /// The budget of app in bytes: see [`CrateId::Engine`].
    pub const ENGINE_BUDGET: __wrt::usize = 1000;
    ///The sum of the crate budgets in bytes: 4195304 bytes (4,195,304 bytes).
    pub const TOTAL_CRATE_BUDGETS: __wrt::usize = __wrt::bytes(__wrt::sum(&__WRT_SIZES));
    ///The total budget in bytes: 8MB (8,388,608 bytes, `inline toml:3`).
    pub const TOTAL_SYSTEM_BUDGET: __wrt::usize = __wrt::bytes(__WRT_TOTAL);
    /// The total budget in bytes: another name of [`TOTAL_SYSTEM_BUDGET`].
    pub const TOTAL_MEMORY_BUDGET: __wrt::usize = TOTAL_SYSTEM_BUDGET;
    /// Where the total budget came from: a line of a file, an environment variable, or the preset.
    pub const TOTAL_BUDGET_ORIGIN: &__wrt::str = "inline toml:3";
    const _: () = match __wrt::violation::<
        715,
    >(
        "",
        __wrt::sum(&__WRT_SIZES),
        __WRT_TOTAL,
        __wrt::sum(&__WRT_SIZES),
        "Total crate budgets ({left}) exceed system budget ({right})\n\nSolution: Reduce individual crate budgets or increase total budget\n\n",
        &[
            __wrt::Evidence::Text(
                " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
            ),
            __wrt::Evidence::Largest(__WRT_NAMES, &__WRT_SIZES, __WRT_ORIGINS),
        ],
    ) {
        __wrt::Option::Some(message) => __wrt::panic!("{}", message.as_str()),
        __wrt::Option::None => {}
    };
    const _: () = match __wrt::first_violation::<
        296,
    >(
        __WRT_NAMES,
        &[1048576u64, 0u64],
        &__WRT_SIZES,
        "{crate} budget ({right}) below minimum requirement ({left})\n\nSolution: Increase {crate} budget to at least {left}\n\n",
        __WRT_ORIGINS,
    ) {
        __wrt::Option::Some(message) => __wrt::panic!("{}", message.as_str()),
        __wrt::Option::None => {}
    };
    const _: () = match __wrt::violation::<
        374,
    >(
        "",
        __WRT_TOTAL,
        __wrt::address_space(),
        __wrt::sum(&__WRT_SIZES),
        "Total budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce total budget below {space} for this target\n\n",
        &[
            __wrt::Evidence::Text(
                " --> inline toml:3:24\n  |\n3 |         total_budget = \"8MB\"\n  |                        ^^^^^",
            ),
        ],
    ) {
        __wrt::Option::Some(message) => __wrt::panic!("{}", message.as_str()),
        __wrt::Option::None => {}
    };
    const _: () = match __wrt::first_violation::<
        324,
    >(
        __WRT_NAMES,
        &__WRT_SIZES,
        &[__wrt::address_space()],
        "{crate} budget ({left}) does not fit the address space of a {width}-bit target\n\nSolution: Reduce {crate} budget below {space} for this target\n\n",
        __WRT_ORIGINS,
    ) {
        __wrt::Option::Some(message) => __wrt::panic!("{}", message.as_str()),
        __wrt::Option::None => {}
    };
    const _: &[__wrt::u8] = __wrt::include_bytes!("ROOT/macros/Cargo.toml");
    const _: &[__wrt::u8] = __wrt::include_bytes!("ROOT/Cargo.toml");
    const _: &[__wrt::Option<&__wrt::str>] = &[];
    /// `map_crates!(f)` is the array `[f(CrateId::A), f(CrateId::B), …]` of what `f`, which takes a `CrateId`, makes of
    /// every crate.
    macro_rules! map_crates {
        ($($f:expr)?) => {
            $(::wrt_memory_budgets::__private::map_crates!($f; 0 1))?
        };
    }
    map_crates! {}
    pub(crate) use map_crates;
}
