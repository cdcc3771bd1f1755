//! What to validate.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::target::Target;

/// What to validate. Write it with `..Request::default()`: the next release may ask for more.
///
/// ```
/// use memory_budgets_validator::{Request, validate};
///
/// let request = Request { inline: Some("\"wrt-runtime\" = \"2MB\"".to_owned()), ..Request::default() };
/// assert_eq!(validate(&request).findings[0].title, "wrt-runtime budget (2MB) below minimum requirement (4MB)");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The package's folder.
    pub manifest_dir: Option<PathBuf>,
    /// The file that the attribute names, relative to the package's folder.
    pub config_file: Option<String>,
    /// The file that a build script names: looked for from the package's folder up to the workspace root. The default
    /// name stands for the attribute's own search.
    pub searched_file: Option<String>,
    /// The configuration itself, instead of a file.
    pub inline: Option<String>,
    /// The profile that the attribute selects.
    pub profile: Option<String>,
    /// The `strict_mode` of the attribute or the build script.
    pub strict_mode: Option<bool>,
    /// Whether the integration check is asked for. A build script runs it where this says so; elsewhere the file decides if it
    /// does not.
    pub integration_check: Option<bool>,
    /// The environment; `None` where it is to be ignored.
    pub environment: Option<Vec<(OsString, OsString)>>,
    /// The compilation target, where it is known.
    pub target: Option<Target>,
}
