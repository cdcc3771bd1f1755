//! What the command line alone finds.

use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;

pub(crate) fn unpackaged_file(package: &str, file: &str, manifest: &str) -> Finding {
    let title = format!("{} may be published, and {} is not in its package", printable(package), printable(file));
    let solution = "Put the file or a link to it into the package's folder, or write `publish = false`".to_owned();
    Finding::new(Kind::UnpackagedFile, title, solution, &Origin::File(manifest.to_owned()))
}
