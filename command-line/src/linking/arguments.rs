//! What a linker is asked to do, from its arguments and the files that these name.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// How deep response files may be nested.
const DEPTH: usize = 8;
/// The largest response file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// What is linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) output: PathBuf,
    /// Whether it is a program, and neither a library nor a test.
    pub(crate) is_program: bool,
    /// The Rust libraries that it is linked from.
    pub(crate) libraries: Vec<PathBuf>,
}

impl Job {
    /// Reads arguments as GNU's linkers and the compilers in front of them take them; `None` where they name no output.
    pub(crate) fn of(arguments: &[OsString]) -> Option<Job> {
        let mut all = Vec::new();
        expand(arguments, &mut all, 0);
        let mut job = Job { is_program: true, ..Job::default() };
        let mut output = None;
        let mut arguments = all.into_iter();
        while let Some(argument) = arguments.next() {
            let text = argument.to_string_lossy();
            match &*text {
                "-o" | "--output" => output = arguments.next(),
                "-shared" | "--shared" | "-Bshareable" | "-dynamiclib" | "-r" | "--relocatable" => {
                    job.is_program = false;
                }
                _ if text.ends_with(".rlib") => {
                    let path = PathBuf::from(&argument);
                    // The harness of a test.
                    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
                    job.is_program &= !name.starts_with("libtest-");
                    job.libraries.push(path);
                }
                _ => {
                    let joined = text.strip_prefix("--output=").or_else(|| text.strip_prefix("-o"));
                    output = joined.filter(|path| !path.is_empty()).map(OsString::from).or(output);
                }
            }
        }
        job.output = PathBuf::from(output?);
        Some(job)
    }
}

/// Puts the arguments of `@FILE` into its place.
fn expand(arguments: &[OsString], all: &mut Vec<OsString>, depth: usize) {
    for argument in arguments {
        let file = argument.to_str().and_then(|text| text.strip_prefix('@')).map(Path::new);
        match file.filter(|_| depth < DEPTH).and_then(response) {
            Some(inner) => expand(&inner, all, depth + 1),
            None => all.push(argument.clone()),
        }
    }
}

/// The arguments in a file: parted by white space, which quotes and a backslash keep.
fn response(path: &Path) -> Option<Vec<OsString>> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return None;
    }
    Some(words(&String::from_utf8_lossy(&fs::read(path).ok()?)))
}

fn words(text: &str) -> Vec<OsString> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('\\', _) => word.get_or_insert_default().extend(letters.next()),
            (letter, Some(open)) if letter == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, None) if letter.is_whitespace() => words.extend(word.take().map(OsString::from)),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word.map(OsString::from));
    words
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::path::PathBuf;

    use super::{Job, words};

    fn job(arguments: &[&str]) -> Option<(String, bool, usize)> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        Job::of(&arguments).map(|job| (job.output.display().to_string(), job.is_program, job.libraries.len()))
    }

    #[test]
    fn programs_and_the_rest() {
        let rlib = "/t/deps/libcore-0123456789abcdef.rlib";
        for (arguments, expected) in [
            (vec!["-flavor", "gnu", "a.o", rlib, "-o", "/t/deps/app-1"], Some(("/t/deps/app-1", true, 1))),
            (vec!["-m64", "-o/t/app", "a.o"], Some(("/t/app", true, 0))),
            (vec!["--output=/t/app"], Some(("/t/app", true, 0))),
            (vec!["-shared", "-o", "libmacro.so"], Some(("libmacro.so", false, 0))),
            (vec!["-o", "app", "/lib/libtest-0123456789abcdef.rlib"], Some(("app", false, 1))),
            (vec!["--version"], None),
        ] {
            let expected = expected.map(|(output, program, libraries)| (output.to_owned(), program, libraries));
            assert_eq!(job(&arguments), expected);
        }
    }

    #[test]
    fn response_files() {
        assert_eq!(words("a \"b c\"\n'd' e\\ f\\\\ \"\""), ["a", "b c", "d", "e f\\", ""].map(OsString::from));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("linker-arguments");
        fs::write(&file, "\"-o\"\n/t/the\\ app\n/t/libx-1.rlib\n").expect("writable");
        let argument = format!("@{}", file.display());
        assert_eq!(job(&["-flavor", "gnu", &argument]), Some(("/t/the app".to_owned(), true, 1)));
        // One that names itself comes to an end, and what is no file is an argument.
        fs::write(&file, format!("{argument} -o app")).expect("writable");
        assert_eq!(job(&[&argument, "@none"]).map(|job| PathBuf::from(job.0)), Some(PathBuf::from("app")));
    }
}
