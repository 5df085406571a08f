//! What the tests and benchmarks of this crate run as a child; and a few things more that tests need a
//! program of their own for. It ships with nothing.

use opg_engine::{child, Config, Dtype, Engine, Limits, ModelFile, Tensor};
use std::{
    fs, io,
    net::{TcpListener, TcpStream, UdpSocket},
    os::unix::net::UnixListener,
    process::Command,
};

fn main() {
    child::run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["probe"] => probe(),
        ["loop", path, sha256] => run(path, sha256),
        _ => panic!("probe, or loop MODEL SHA256"),
    }
}

/// Locks itself in as a child does, and says of everything that a child must not do whether it can.
fn probe() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let executable = std::env::current_exe().unwrap();
    let scratch = std::env::temp_dir().join(format!("opg-engine-probe-{}", std::process::id()));
    let layers =
        child::lock_in(&Config { memory: 256 << 20, cache: 0, ..Config::default() }).unwrap();
    println!(
        "files={} calls={} limits={} rights={}",
        layers.files, layers.calls, layers.limits, layers.rights
    );
    say("read /etc/passwd", fs::read("/etc/passwd"));
    say("read itself", fs::read(&executable));
    say("list /", fs::read_dir("/"));
    say("write a file", fs::write(&scratch, "x"));
    say("connect", TcpStream::connect(address));
    say("bind", UdpSocket::bind("127.0.0.1:0"));
    say("listen", UnixListener::bind(&scratch));
    say("execute", Command::new("/bin/true").status());
    say("execute itself", Command::new("/proc/self/exe").status());
    say("fork", call(libc::SYS_clone, [libc::SIGCHLD as i64, 0, 0, 0]));
    say("trace", call(libc::SYS_ptrace, [libc::PTRACE_TRACEME as i64, 0, 0, 0]));
    say("signal the parent", call(libc::SYS_kill, [i64::from(parent()), 0, 0, 0]));
    say("read another's memory", call(libc::SYS_process_vm_readv, [i64::from(parent()), 0, 0, 0]));
    let executable = i64::from(libc::PROT_READ | libc::PROT_EXEC);
    let private = i64::from(libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    say("memory to execute", call(libc::SYS_mmap, [0, 4096, executable, private]));
    say("file in memory", call(libc::SYS_memfd_create, [c"x".as_ptr() as i64, 0, 0, 0]));
    say("change a limit", call(libc::SYS_setrlimit, [libc::RLIMIT_AS as i64, 0, 0, 0]));
    say("memory beyond the limit", reserve(300 << 20));
    // And what it must be able to do.
    println!("memory within the limit: {}", word(reserve(200 << 20).is_ok()));
    println!("time: {}", word(std::time::SystemTime::now().elapsed().is_ok()));
}

fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

fn call(number: libc::c_long, [a, b, c, d]: [i64; 4]) -> io::Result<i64> {
    // SAFETY: calls that are denied do nothing, and those that are not fail the test.
    match unsafe { libc::syscall(number, a, b, c, d, -1i64, 0i64) } {
        -1 => Err(io::Error::last_os_error()),
        done => Ok(done),
    }
}

fn reserve(bytes: usize) -> Result<(), std::collections::TryReserveError> {
    let mut memory = Vec::<u8>::new();
    memory.try_reserve_exact(bytes)?;
    memory.resize(bytes, 1);
    std::hint::black_box(&memory);
    Ok(())
}

fn say<T, E: std::fmt::Display>(what: &str, result: Result<T, E>) {
    match result {
        Ok(_) => println!("{what}: yes"),
        Err(why) => println!("{what}: no ({why})"),
    }
}

fn word(yes: bool) -> &'static str {
    if yes {
        "yes"
    } else {
        "no"
    }
}

/// Says which children it has, and runs a model that does not end, until someone ends this process.
#[tokio::main(flavor = "current_thread")]
async fn run(path: &str, sha256: &str) {
    let program = std::env::current_exe().unwrap();
    let config = Config { program: Some(program), children: 2, ..Config::default() };
    let engine = Engine::start(config).await.unwrap();
    for pid in engine.status().children {
        println!("{pid}");
    }
    println!("running");
    let byte = |at: usize| u8::from_str_radix(&sha256[at * 2..at * 2 + 2], 16).unwrap();
    let model = ModelFile { path: path.into(), sha256: std::array::from_fn(byte) };
    let input = Tensor { dtype: Dtype::F32, shape: vec![1], data: vec![0; 4] };
    let limits = Limits { time: std::time::Duration::from_secs(600), ..Limits::default() };
    panic!("{:?}", engine.run(&model, vec![input], limits).await);
}
