///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    use ::memory_budgets::__private as __budgets;
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
        ///`wrt-wasi`: WASI host functions. Budget 4MB (4,194,304 bytes, `inline toml:5`), limits at least 1MB (`inline toml:6`).
        #[default]
        WrtWasi = 0,
        ///`app`. Budget 1000 bytes (1,000 bytes, `inline toml:9`).
        Engine = 1,
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::WrtWasi, CrateId::Engine];
    }
    const __BUDGETS_SIZES: [__budgets::u64; 2] = [4194304u64, 1000u64];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = 8388608u128;
    const __BUDGETS_NAMES: &[&__budgets::str; 2] = &["wrt-wasi", "app"];
    const __BUDGETS_ORIGINS: &[&__budgets::str; 2] = &["inline toml:5", "inline toml:9"];
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[
        (0, "WASI host functions"),
    ];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[(1, "Engine")];
    const __BUDGETS_UNSURE: &[__budgets::usize] = &[];
    const __BUDGETS_PREFIX: &__budgets::str = "";
    __budgets::implement! {
        317
    }
    __budgets::memory_system! {
        2
    }
    __budgets::memory_monitor! {}
    /// The budget of every crate in bytes, by `CrateId as usize`.
    pub const CRATE_BUDGETS: [__budgets::usize; CrateId::COUNT] = __budgets::budgets(
        &__BUDGETS_SIZES,
    );
    /// The budget of wrt-wasi in bytes: see [`CrateId::WrtWasi`].
    pub const WRT_WASI_BUDGET: __budgets::usize = 4194304;
    /// The budget of app in bytes: see [`CrateId::Engine`].
    pub const ENGINE_BUDGET: __budgets::usize = 1000;
    ///The sum of the crate budgets in bytes: 4195304 bytes (4,195,304 bytes).
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
    const _: () = match __budgets::violation::<
        486,
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
    const _: () = match __budgets::first_violation::<
        212,
    >(
        __BUDGETS_NAMES,
        __BUDGETS_ORIGINS,
        &[1048576u64, 0u64],
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
        239,
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
