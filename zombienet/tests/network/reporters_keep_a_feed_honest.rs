//! Seven reporters, each at one of four nodes, keep a feed up to date within what the honest ones see, though
//! one lies, one is killed for a while, and one has a source that hangs.

use anyhow::{ensure, Context, Result};
use futures::future::try_join_all;
use opg_zombienet::{
    hash_at,
    load::{accounts, Node, OPG},
    register, send, start,
    subxt::{dynamic::Value, ext::codec::Decode},
    wait_finalised, worker_binary,
    zombienet_sdk::{subxt_signer::sr25519::dev, NetworkNode},
    Client, DATA, VALIDATORS,
};
use std::{
    fs,
    ops::RangeInclusive,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    process::{Child, Command},
};

/// Two may lie and two others be silent. Here one lies, until it is chilled, and two are silent, one of whom comes
/// back before that: otherwise there would be three who say nothing, and no quorum.
const REPORTERS: usize = 7;
const LIAR: usize = 0;
const HANGS: usize = 1;
const KILLED: usize = 2;
/// What honest sources say, in hundredths: not quite the same.
const HONEST: RangeInclusive<i64> = 10_000..=10_006;
const LIE: i64 = 5_000_000;
/// Seconds after which an answer is renewed.
const HEARTBEAT: u64 = 6;

#[tokio::test(flavor = "multi_thread")]
async fn reporters_should_keep_a_feed_honest() -> Result<()> {
    let network = start(&VALIDATORS).await?;
    let alice = network.get_node("alice")?;
    wait_finalised(alice, 1).await?;
    let client: Client = alice.wait_client().await?;
    let keys = accounts("reporter", REPORTERS)?;
    Node::at(alice.ws_uri()).await?.fund(&keys, 20_000).await?;
    try_join_all(keys.iter().map(|key| register(&client, key, DATA, 10_000 * OPG, 0))).await?;
    create_feed(&client).await?;

    let folder = Folder::new()?;
    let node_of = |number: usize| network.get_node(VALIDATORS[number % VALIDATORS.len()]);
    let (mut reporters, mut ports) = (Vec::new(), Vec::new());
    for number in 0..REPORTERS {
        let port = serve(number).await?;
        reporters.push(folder.report(number, node_of(number)?.ws_uri(), port)?);
        ports.push(port);
    }
    let mut height = 1;
    let mut all = answers(alice, &mut height, 2).await?;
    reporters[KILLED].kill().await?;
    all.extend(answers(alice, &mut height, 3).await?);
    reporters[KILLED] = folder.report(KILLED, node_of(KILLED)?.ws_uri(), ports[KILLED])?;
    all.extend(answers(alice, &mut height, 6).await?);

    for answer in &all {
        ensure!(HONEST.contains(&answer.value), "{answer:?} is not what honest ones see");
    }
    let gap = all.windows(2).map(|two| two[1].at - two[0].at).max().unwrap_or(0);
    println!("{} answers, at most {gap} ms apart", all.len());
    // Rounds that only just have their quorum wait for the slowest one, here among many other networks.
    ensure!(gap <= 1_000 * (HEARTBEAT + 54), "no answer for {gap} ms");
    Ok(())
}

async fn create_feed(client: &Client) -> Result<()> {
    let terms = Value::named_composite([
        ("name", Value::from_bytes("btc-usd")),
        ("faulty", Value::u128(2)),
        ("decimals", Value::u128(2)),
        ("min", Value::i128(1)),
        ("max", Value::i128(1_000_000_000)),
        ("deviation", Value::u128(50)),
        ("spread", Value::u128(500)),
        ("heartbeat", Value::u128(HEARTBEAT.into())),
        ("reward", Value::u128(OPG / 100)),
    ]);
    send(client, &dev::alice(), "Oracle", "create_feed", vec![terms]).await?;
    let fields = vec![Value::u128(0), Value::u128(100 * OPG)];
    send(client, &dev::alice(), "Oracle", "fund", fields).await
}

/// `Oracle.Answered`, as far as it matters here.
#[derive(Debug, Decode)]
#[codec(crate = opg_zombienet::subxt::ext::codec)]
struct Answered {
    _feed: u32,
    _round: u32,
    value: i64,
    at: u64,
}

/// So many answers in finalised blocks from this one on.
async fn answers(node: &NetworkNode, height: &mut u32, count: usize) -> Result<Vec<Answered>> {
    let client: Client = node.wait_client().await?;
    let (first, mut all) = (*height, Vec::new());
    while all.len() < count {
        ensure!(*height < first + 100, "only {} answers in 100 blocks", all.len());
        wait_finalised(node, *height).await?;
        for event in client.events().at(hash_at(node, *height).await?).await?.iter() {
            let event = event?;
            if (event.pallet_name(), event.variant_name()) == ("Oracle", "Answered") {
                all.push(Answered::decode(&mut event.field_bytes())?);
            }
        }
        *height += 1;
    }
    Ok(all)
}

/// A source: answers with a price, or not at all. Answers at which port.
async fn serve(number: usize) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let price = if number == LIAR { LIE } else { HONEST.start() + number as i64 };
    let body = format!("\"{}.{:02}\"", price / 100, price % 100);
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    tokio::spawn(async move {
        let mut hanging = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if number == HANGS {
                hanging.push(stream);
                continue;
            }
            let answer = answer.clone();
            tokio::spawn(async move {
                // Whoever asks says it all in one piece, and may be killed meanwhile.
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    Ok(port)
}

/// Where reporters keep what they have, until the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("opg-reporters-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Starts a reporter. It is killed when it is dropped.
    fn report(&self, number: usize, node: &str, port: u16) -> Result<Child> {
        let folder = self.0.join(number.to_string());
        fs::create_dir_all(&folder)?;
        let key = folder.join("key");
        fs::write(&key, format!("//reporter/{number}"))?;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
        let feeds = format!(
            "[sources.here]\nurl = \"http://127.0.0.1:{port}/\"\nseconds = 2\n\
             [[feeds]]\nid = 0\nname = \"btc-usd\"\ndecimals = 2\nmin = \"0.01\"\nmax = \"100000000\"\n\
             every_seconds = 1\nat_least = 1\nsources = {{ here = {{}} }}\n"
        );
        fs::write(folder.join("feeds.toml"), feeds)?;
        fs::write(folder.join("worker.toml"), settings(&folder, node))?;
        let log = fs::File::create(folder.join("log"))?;
        let program = worker_binary()?;
        Command::new(program)
            .arg("--config")
            .arg(folder.join("worker.toml"))
            .arg("run")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("a reporter does not start")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What reporters said is of interest when something went wrong.
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

fn settings(folder: &Path, node: &str) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    format!(
        "node = {node:?}\nkey = {:?}\ndata = {:?}\nlisten = \"127.0.0.1:0\"\nroles = [\"data\"]\n\
         [store]\ndirectory = {:?}\n[feeds]\nfile = {:?}\nspread = 2\n\
         [feeds.http]\nallowed = [\"127.0.0.0/8\"]\nplain_http = true\n\
         per_host = {{ per_minute = 60000, burst = 1000, at_a_time = 64 }}\n",
        at("key"),
        at("data"),
        at("blobs"),
        at("feeds.toml"),
    )
}
