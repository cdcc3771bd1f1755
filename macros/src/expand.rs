use std::ffi::OsString;
use std::path::PathBuf;

use memory_budgets_validator::{Request, validate};
use proc_macro2::TokenStream;

use crate::args::Args;
use crate::module::Module;
use crate::{emit, report};

/// The recipe: read the attribute and the module, validate, report, emit.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let (args, mut problems) = Args::parse(args);
    let module = match Module::parse(&item) {
        Ok(module) => module,
        Err(problem) => {
            // It stays as it is.
            problems.push(problem);
            let mut tokens = report::problems(&problems, &args);
            tokens.extend(item);
            return tokens;
        }
    };
    let outcome = validate(&request(&args));
    let mut generated = report::problems(&problems, &args);
    generated.extend(report::findings(&outcome, &args));
    generated.extend(emit::generated(&outcome, &args));
    module.with(generated)
}

fn variables() -> Vec<(OsString, OsString)> {
    let mut variables = Vec::new();
    for variable in std::env::vars_os() {
        variables.push(variable);
    }
    variables
}

fn request(args: &Args) -> Request {
    Request {
        manifest_dir: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
        config_file: args.config_file.as_ref().map(|(path, _)| path.clone()),
        inline: args.toml.as_ref().map(|(text, _)| text.clone()),
        profile: args.profile.as_ref().map(|(name, _)| name.clone()),
        strict_mode: args.strict_mode,
        environment: if args.env { Some(variables()) } else { None },
        ..Request::default() // the target is the compiler's to know
    }
}
