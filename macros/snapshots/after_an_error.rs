///The memory budgets in force: see [`CrateId`](self::CrateId).
pub mod budgets {
    ::memory_budgets::__private::compile_error! {
        "Unknown argument `speed`\n\nSolution: The attribute takes config_file = \"…\", toml = \"…\", profile = \"…\", strict_mode = true, env = false, records = 64, threshold = 90, derive(…) and crate = path"
    }
    ::memory_budgets::__private::compile_error! {
        "app budget \"4mb\" is not a size: there is no unit \"mb\"\n\nSolution: Write \"4MB\"; a size is a whole number of bytes, or a string such as \"512KB\", \"1.5MB\" or \"2GB\" (units B, KB, MB, GB or KiB, MiB, GiB)\n\n --> inline toml:5:18\n  |\n5 |         budget = \"4mb\"\n  |                  ^^^^^"
    }
    use ::memory_budgets::__private as __budgets;
    ///The crates with a memory budget.
    #[cfg_attr(
        not(unix),
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 4MB | 50.0% |  | `inline toml:5` |\n| `wrt-self` | 1MB | 12.5% |  | `inline toml:7` |\n| sum | 5MB | 62.5% | | |\n| total | 8MB | | | `inline toml:3` |"
    )]
    #[cfg_attr(
        unix,
        doc = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n| `app` | 4MB | 50.0% |  | `inline toml:5` |\n| `wrt-self` | 2MB | 25.0% |  | `inline toml:9` |\n| sum | 6MB | 75.0% | | |\n| total | 8MB | | | `inline toml:3` |"
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
        ///`app`. Budget 4MB (4,194,304 bytes, `inline toml:5`).
        App = 0,
        #[cfg_attr(
            not(unix),
            doc = "`wrt-self`. Budget 1MB (1,048,576 bytes, `inline toml:7`)."
        )]
        #[cfg_attr(
            unix,
            doc = "`wrt-self`. Budget 2MB (2,097,152 bytes, `inline toml:9`)."
        )]
        WrtSelf = 1,
    }
    impl CrateId {
        /// How many crates have a budget.
        pub const COUNT: __budgets::usize = 2;
        /// All of them, in the order of their indices.
        pub const ALL: [Self; 2] = __budgets::all();
    }
    impl<const __BUDGETS_LAZY: __budgets::usize> __budgets::List<CrateId>
    for __budgets::Lazy<__BUDGETS_LAZY> {
        const ALL: &'static [CrateId] = &[CrateId::App, CrateId::WrtSelf];
    }
    const __BUDGETS_SECTIONS: &[__budgets::bool; 1] = &[__budgets::cfg!(unix)];
    const __BUDGETS_SIZES: [__budgets::u64; 2] = [
        4194304u64,
        __budgets::Layered {
            base: 1048576u64,
            overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
        }
            .get(),
    ];
    const __BUDGETS_SUM: __budgets::u128 = __budgets::sum(&__BUDGETS_SIZES);
    const __BUDGETS_TOTAL: __budgets::u128 = 8388608u128;
    const __BUDGETS_NAMES: &[&__budgets::str; 2] = &["app", "wrt-self"];
    const __BUDGETS_ORIGINS: &[&__budgets::str; 2] = &[
        "inline toml:5",
        __budgets::Layered {
            base: "inline toml:7",
            overlays: &[(__BUDGETS_SECTIONS[0], "inline toml:9")],
        }
            .get(),
    ];
    const __BUDGETS_PURPOSES: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_CHOSEN: &[(__budgets::usize, &__budgets::str)] = &[];
    const __BUDGETS_UNSURE: &[__budgets::usize] = &[0];
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
    /// The budget of app in bytes: see [`CrateId::App`].
    pub const APP_BUDGET: __budgets::usize = 4194304;
    /// The budget of wrt-self in bytes: see [`CrateId::WrtSelf`].
    pub const WRT_SELF_BUDGET: __budgets::usize = __budgets::bytes(
        __budgets::wide(
            __budgets::Layered {
                base: 1048576u64,
                overlays: &[(__BUDGETS_SECTIONS[0], 2097152u64)],
            }
                .get(),
        ),
    );
    #[cfg_attr(
        not(unix),
        doc = "The sum of the crate budgets in bytes: 5MB (5,242,880 bytes)."
    )]
    #[cfg_attr(
        unix,
        doc = "The sum of the crate budgets in bytes: 6MB (6,291,456 bytes)."
    )]
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
        239,
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
