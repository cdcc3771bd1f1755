//! What a program has counted at run time: the `serde` form of its `UsageReport`.

use std::fs;
use std::path::Path;

use memory_budgets_validator::is_same_crate;
use serde::Deserialize;

use crate::fault::Fault;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// What was counted, of all reports together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Peaks {
    pub(crate) crates: Vec<PeakOf>,
    /// The most that was in use at once, of all crates.
    pub(crate) peak: u64,
    /// What was not counted, in sentences.
    pub(crate) warnings: Vec<String>,
}

/// A usage report.
#[derive(Deserialize)]
struct Report {
    schema: u32,
    crates: Vec<PeakOf>,
    peak: u64,
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
    /// Reads reports; of several, in one file or in many, the largest peaks count, for a board that starts anew counts anew. `None` where
    /// no file is named.
    pub(crate) fn read(paths: &[impl AsRef<Path>]) -> Result<Option<Peaks>, Fault> {
        let mut peaks = Peaks::default();
        for path in paths {
            peaks.add_file(path.as_ref())?;
        }
        Ok((!paths.is_empty()).then_some(peaks))
    }

    /// The peak of a package, or of the crate that it makes.
    pub(crate) fn of(&self, package: &str) -> Option<u64> {
        self.crates.iter().find(|one| is_same_crate(&one.name, package)).map(|one| one.peak)
    }

    fn add_file(&mut self, path: &Path) -> Result<(), Fault> {
        let metadata = fs::metadata(path).map_err(|error| Fault::file("read", path, &error))?;
        if !metadata.is_file() || metadata.len() > LARGEST {
            let what = if metadata.is_file() { "is larger than 16MB" } else { "is no regular file" };
            return Err(Fault::new(format!("{} {what}, and no usage report", path.display())));
        }
        let text = fs::read(path).map_err(|error| Fault::file("read", path, &error))?;
        let (reports, broken) = reports(&String::from_utf8_lossy(&text));
        if let Some(other) = reports.iter().find(|report| report.schema != 1) {
            return Err(Fault::new(format!("{} is of the form {}, and 1 is known", path.display(), other.schema)));
        }
        match broken.first() {
            Some(error) if reports.is_empty() => return Err(no_report(path, error)),
            None if reports.is_empty() => return Err(no_report(path, "there is none in it")),
            Some(error) => {
                let (all, path) = (reports.len() + broken.len(), path.display());
                let (count, verb) = (broken.len(), if broken.len() == 1 { "is" } else { "are" });
                self.warnings
                    .push(format!("{count} of {all} reports in {path} {verb} broken and not counted: {error}"));
            }
            None => {}
        }
        for report in reports {
            self.add(report);
        }
        Ok(())
    }

    fn add(&mut self, report: Report) {
        self.peak = self.peak.max(report.peak);
        for one in report.crates {
            // All together have had no less than one of them.
            self.peak = self.peak.max(one.peak);
            match self.crates.iter_mut().find(|known| is_same_crate(&known.name, &one.name)) {
                Some(known) => known.peak = known.peak.max(one.peak),
                None => self.crates.push(one),
            }
        }
    }
}

fn no_report(path: &Path, why: &str) -> Fault {
    Fault::new(format!("{} is no usage report: {why}", path.display()))
        .help("a program prints one with `UsageReport::write_json`, or with serde_json and the feature `serde`")
}

/// The reports in what a board has printed, whatever stands before, between and behind them, and what is wrong with those that are cut off.
fn reports(text: &str) -> (Vec<Report>, Vec<String>) {
    let (mut reports, mut broken) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(begin) = rest.find('{') {
        rest = &rest[begin..];
        let mut length = 1;
        if rest[1..].trim_start().starts_with("\"schema\"") {
            let mut objects = serde_json::Deserializer::from_str(rest).into_iter();
            match objects.next() {
                Some(Ok(report)) => {
                    reports.push(report);
                    length = objects.byte_offset();
                }
                Some(Err(error)) => broken.push(error.to_string()),
                None => {}
            }
        }
        rest = &rest[length..];
    }
    (reports, broken)
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

    fn report(net: u64, all: u64) -> String {
        format!(
            "{{\"schema\":1,\"crates\":[{{\"name\":\"app-net\",\"used\":0,\"peak\":{net},\"budget\":9,\"live\":0,\"refused\":0}}],\"used\":0,\"peak\":{all},\"total\":9}}"
        )
    }

    /// The peak of the crate, of the whole, and how many warnings there are.
    fn counted(texts: &[&str]) -> (Option<u64>, u64, usize) {
        let peaks = read(texts).expect("reports").expect("some");
        (peaks.of("app-net"), peaks.peak, peaks.warnings.len())
    }

    #[test]
    fn the_largest_of_several_runs() {
        let lines = |net, all| format!("boot\n{}\nbye\n", report(net, all));
        let peaks = read(&[&lines(5, 9), &lines(7, 8)]).expect("reports").expect("two");
        assert_eq!(
            (peaks.of("app-net"), peaks.of("app_net"), peaks.of("other"), peaks.peak),
            (Some(7), Some(7), None, 9)
        );
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(counted(&[&report(7, 0)]), (Some(7), 7, 0), "all have had no less than one");
    }

    /// A log of a serial line: what stands around a report, in its line too; a board that starts anew; lines that are cut off.
    #[test]
    fn logs() {
        let (low, high) = (report(5, 9), report(7, 8));
        assert_eq!(
            counted(&[&format!("boot {{x}}\r\n[0.1 INFO] {high} at main.rs:4\r\n{{\"x\":1}}\nreset\n{low}")]),
            (Some(7), 9, 0)
        );
        assert_eq!(counted(&[&format!("{high}{low}")]), (Some(7), 9, 0));
        let pretty = low.replace('{', "{\n  ").replace(',', ",\r\n");
        assert_eq!(counted(&[&pretty]), (Some(5), 9, 0));
        for length in 10..high.len() {
            let cut = &high[..length];
            assert_eq!(counted(&[&format!("{cut}\n{low}\n")]), (Some(5), 9, 1), "{cut}");
            assert_eq!(counted(&[&format!("{low}\n{cut}")]), (Some(5), 9, 1), "{cut}");
            assert!(read(&[cut]).expect_err("it is cut off").contains("is no usage report"), "{cut}");
        }
        let peaks = read(&[&format!("{low}\n{}", &high[..40])]).expect("reports").expect("some");
        assert!(
            peaks.warnings[0].starts_with("1 of 2 reports in ")
                && peaks.warnings[0].contains("is broken and not counted")
        );
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
