//! What a program has counted at run time: the `serde` form of its `UsageReport`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::fault::Fault;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// A usage report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Peaks {
    schema: u32,
    pub(crate) crates: Vec<PeakOf>,
    /// The most that was in use at once, of all crates.
    pub(crate) peak: u64,
}

/// What a crate has had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct PeakOf {
    /// The package's name.
    pub(crate) name: String,
    /// The most that it has had at once.
    pub(crate) peak: u64,
}

impl Peaks {
    /// Reads reports; of several runs the largest peaks count. `None` where there are none.
    pub(crate) fn read(paths: &[impl AsRef<Path>]) -> Result<Option<Peaks>, Fault> {
        let mut all: Option<Peaks> = None;
        for path in paths {
            let peaks = Peaks::of_file(path.as_ref())?;
            all = Some(match all {
                None => peaks,
                Some(known) => known.max(peaks),
            });
        }
        Ok(all)
    }

    /// The peak of a package, or of the crate that it makes.
    pub(crate) fn of(&self, package: &str) -> Option<u64> {
        self.crates.iter().find(|one| is_same(&one.name, package)).map(|one| one.peak)
    }

    fn of_file(path: &Path) -> Result<Peaks, Fault> {
        let metadata = fs::metadata(path).map_err(|error| Fault::file("read", path, &error))?;
        if !metadata.is_file() || metadata.len() > LARGEST {
            let what = if metadata.is_file() { "is larger than 16MB" } else { "is no regular file" };
            return Err(Fault::new(format!("{} {what}, and no usage report", path.display())));
        }
        let text = fs::read(path).map_err(|error| Fault::file("read", path, &error))?;
        // What a board prints may have other lines around it.
        let text = String::from_utf8_lossy(&text);
        let object = text.lines().find(|line| line.trim_start().starts_with("{\"schema\"")).unwrap_or(&text);
        let peaks: Peaks = serde_json::from_str(object.trim()).map_err(|error| {
            Fault::new(format!("{} is no usage report: {error}", path.display()))
                .help("a program prints one with `UsageReport::write_json`, or with serde_json and the feature `serde`")
        })?;
        if peaks.schema == 1 {
            return Ok(peaks);
        }
        Err(Fault::new(format!("{} is of the form {}, and 1 is known", path.display(), peaks.schema)))
    }

    fn max(mut self, other: Peaks) -> Peaks {
        self.peak = self.peak.max(other.peak);
        for one in other.crates {
            match self.crates.iter_mut().find(|known| known.name == one.name) {
                Some(known) => known.peak = known.peak.max(one.peak),
                None => self.crates.push(one),
            }
        }
        self
    }
}

/// A package and its crate are called alike, but for `-` and `_`.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.replace('-', "_");
    one == other || letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Peaks;

    fn read(texts: &[&str]) -> Result<Option<Peaks>, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |(i, text): (usize, &&str)| {
            let path = folder.path().join(i.to_string());
            fs::write(&path, text).expect("writable");
            path
        };
        Peaks::read(&texts.iter().enumerate().map(write).collect::<Vec<_>>()).map_err(|fault| fault.what)
    }

    #[test]
    fn the_largest_of_several_runs() {
        let report = |net: u64, all: u64| {
            format!(
                "boot\n{{\"schema\":1,\"crates\":[{{\"name\":\"app-net\",\"used\":0,\"peak\":{net},\"budget\":9,\"live\":0,\"refused\":0}}],\"used\":0,\"peak\":{all},\"total\":9}}\nbye\n"
            )
        };
        let peaks = read(&[&report(5, 9), &report(7, 8)]).expect("reports").expect("two");
        assert_eq!(
            (peaks.of("app-net"), peaks.of("app_net"), peaks.of("other"), peaks.peak),
            (Some(7), Some(7), None, 9)
        );
        assert_eq!(read(&[]), Ok(None));
    }

    #[test]
    fn what_is_no_report() {
        assert!(read(&[""]).expect_err("empty").contains("is no usage report"));
        assert!(
            read(&["{\"schema\":2,\"crates\":[],\"peak\":0}"])
                .expect_err("newer")
                .ends_with("is of the form 2, and 1 is known")
        );
        assert!(read(&["{\"schema\":1,\"crates\":[{\"name\":\"a\",\"peak\":-1}],\"peak\":0}"]).is_err());
    }
}
