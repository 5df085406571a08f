//! Clocks that jump, of processes under test.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The time of day, as processes see it that go by it.
pub struct Clock {
    library: PathBuf,
    seconds: PathBuf,
}

impl Clock {
    pub fn new(folder: &Path) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/common/clock.c");
        let (library, seconds) = (folder.join("clock.so"), folder.join("clock"));
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O2", "-o"]).args([&library, &source]);
        let compiled = compiler.arg("-ldl").status();
        assert!(compiled.expect("a C compiler is there to build with").success());
        let clock = Self { library, seconds };
        clock.set(0);
        clock
    }

    /// It is off by so many seconds from now on.
    pub fn set(&self, seconds: i64) {
        // Written into the same file, which processes have mapped.
        let file = fs::File::options().write(true).create(true).truncate(false).open(&self.seconds);
        std::os::unix::fs::FileExt::write_all_at(&file.unwrap(), &seconds.to_le_bytes(), 0)
            .unwrap();
    }

    pub fn rules(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.library).env("OPG_CLOCK", &self.seconds);
    }
}
