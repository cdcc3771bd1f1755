//! What a linker is asked to do, from its arguments and the files that these name.

use std::ffi::OsString;
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
            match argument.as_encoded_bytes() {
                b"-o" | b"--output" => output = arguments.next(),
                b"-shared" | b"--shared" | b"-Bshareable" | b"-dynamiclib" | b"-r" | b"--relocatable" => {
                    job.is_program = false;
                }
                text if text.ends_with(b".rlib") => {
                    let path = PathBuf::from(&argument);
                    // The harness of a test.
                    let is_test = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"libtest-"));
                    job.is_program &= !is_test;
                    job.libraries.push(path);
                }
                text => {
                    let joined = text.strip_prefix(b"--output=").or_else(|| text.strip_prefix(b"-o"));
                    output = joined.filter(|path| !path.is_empty()).map(|path| argument_of(path.to_vec())).or(output);
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
        let file = argument.as_encoded_bytes().strip_prefix(b"@").map(|path| PathBuf::from(argument_of(path.to_vec())));
        match file.filter(|_| depth < DEPTH).and_then(|path| response(&path)) {
            Some(inner) => expand(&inner, all, depth + 1),
            None => all.push(argument.clone()),
        }
    }
}

/// An argument, whatever letters a path in it has.
#[cfg(unix)]
fn argument_of(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn argument_of(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// The arguments in a file: parted by white space, which quotes and a backslash keep.
fn response(path: &Path) -> Option<Vec<OsString>> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return None;
    }
    Some(words(&fs::read(path).ok()?).into_iter().map(argument_of).collect())
}

fn words(text: &[u8]) -> Vec<Vec<u8>> {
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut quote = None;
    let mut letters = text.iter().copied();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (b'\\', _) => word.get_or_insert_default().extend(letters.next()),
            (letter, Some(open)) if letter == open => quote = None,
            (b'"' | b'\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (letter, None) if letter.is_ascii_whitespace() => words.extend(word.take()),
            (letter, _) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
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
        let parted = words(b"a \"b c\"\n'd' e\\ f\\\\ \"\"");
        assert_eq!(parted, ["a", "b c", "d", "e f\\", ""].map(|word| word.as_bytes().to_vec()));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("linker-arguments");
        fs::write(&file, "\"-o\"\n/t/the\\ app\n/t/libx-1.rlib\n").expect("writable");
        let argument = format!("@{}", file.display());
        assert_eq!(job(&["-flavor", "gnu", &argument]), Some(("/t/the app".to_owned(), true, 1)));
        // One that names itself comes to an end, and what is no file is an argument.
        fs::write(&file, format!("{argument} -o app")).expect("writable");
        assert_eq!(job(&[&argument, "@none"]).map(|job| PathBuf::from(job.0)), Some(PathBuf::from("app")));
    }

    #[cfg(unix)]
    #[test]
    fn paths_of_any_letters() {
        use std::os::unix::ffi::{OsStrExt, OsStringExt};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = OsString::from_vec(b"a, 'b\" \xff".to_vec());
        let output = folder.path().join(&name);
        for begin in ["-o", "--output="] {
            let mut joined = OsString::from(begin);
            joined.push(&output);
            assert_eq!(Job::of(&[joined]).map(|job| job.output), Some(output.clone()));
        }
        // As rustc writes them.
        let escaped = output.as_os_str().as_bytes().iter().flat_map(|&byte| match byte {
            b' ' | b'\\' | b'\'' | b'"' => vec![b'\\', byte],
            _ => vec![byte],
        });
        fs::write(&output, b"-o\n".iter().copied().chain(escaped).collect::<Vec<u8>>()).expect("writable");
        let mut argument = OsString::from("@");
        argument.push(&output);
        assert_eq!(Job::of(&[argument]).map(|job| job.output), Some(output));
    }
}
