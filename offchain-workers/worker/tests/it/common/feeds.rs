//! Feeds, who reports on them, and servers that say what the world is like.

use super::{
    market::operate,
    people::Person,
    processes::{Node, Place, Store},
    until,
};
use codec::Compact;
use opg_primitives::{
    feeds::{FeedId, Terms},
    stake::Role,
    token::OPG,
};
use opg_worker::chain::{views::fields, Block, Chain};
use std::{sync::Arc, time::Duration};
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::{AccountId32, MultiAddress},
};
use subxt_signer::{sr25519::Keypair, SecretUri};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// What a server does with a request for a path: answers with a number, or says nothing for long.
pub type Answers = dyn Fn(&str) -> Option<String> + Send + Sync;

/// A server that answers numbers.
pub struct Server {
    pub port: u16,
}

impl Server {
    pub async fn new(answers: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers: Arc<Answers> = Arc::new(answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answers = answers.clone();
                // Whoever hangs up hears nothing.
                tokio::spawn(async move { drop(answer(stream, &*answers).await) });
            }
        });
        Self { port }
    }
}

async fn answer(mut stream: TcpStream, answers: &Answers) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut chunk = [0; 1024];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        request.extend(&chunk[..count]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default();
    let Some(body) = answers(path) else {
        tokio::time::sleep(Duration::from_secs(3600)).await;
        return Ok(());
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// A chain with reporters and a feed owner, whose server answers all of them.
pub struct World {
    // Processes end before their folders go.
    pub store: Store,
    pub node: Node,
    pub chain: Chain,
    pub owner: Person,
    pub reporters: Vec<Person>,
    pub folder: TempDir,
}

/// The key of a reporter.
fn secret(number: usize) -> String {
    format!("//Reporter{number}")
}

/// Terms of a feed with two decimals.
pub fn terms(name: &str, faulty: u8) -> Terms {
    Terms {
        name: name.as_bytes().to_vec().try_into().unwrap(),
        faulty,
        decimals: 2,
        min: 1,
        max: 1_000_000_000,
        deviation: 50,
        spread: 500,
        heartbeat: 60,
        reward: OPG / 100,
    }
}

impl World {
    /// So many operators have the role Data.
    pub async fn new(reporters: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = Node::start(folder.path());
        let store = Store::start(folder.path());
        let chain = Chain::connect(&node.url).await.unwrap();
        let owner = Person::alice(&chain);
        let person = |number| {
            let uri: SecretUri = secret(number).parse().unwrap();
            Person { chain: chain.clone(), key: Keypair::from_uri(&uri).unwrap() }
        };
        let reporters: Vec<_> = (0..reporters).map(person).collect();
        let pay = |who: &Person| {
            (MultiAddress::<AccountId32, ()>::Id(who.account()), Compact(20_000 * OPG))
        };
        owner.send_each("Balances", "transfer_keep_alive", reporters.iter().map(pay)).await;
        let mut registered = JoinSet::new();
        for who in reporters.clone() {
            registered.spawn(async move { operate(&who, [Role::Data], 10_000 * OPG).await });
        }
        registered.join_all().await;
        Self { store, node, chain, owner, reporters, folder }
    }

    /// Creates feeds, pays for them, and waits until all seats are taken.
    pub async fn create(&self, all: impl IntoIterator<Item = Terms>) {
        let all: Vec<_> = all.into_iter().collect();
        // A block has room for some of these.
        for some in all.chunks(25) {
            self.owner.send_each("Oracle", "create_feed", some).await;
        }
        let ids = 0..all.len() as FeedId;
        let funds: Vec<_> = ids.clone().map(|id| (id, Compact(100 * OPG))).collect();
        for some in funds.chunks(25) {
            self.owner.send_each("Oracle", "fund", some).await;
        }
        for (id, terms) in ids.zip(&all) {
            self.seated(id, terms.seats() as usize).await;
        }
    }

    /// Waits until so many report on a feed.
    pub async fn seated(&self, id: FeedId, seats: usize) {
        until(format!("the seats of feed {id}"), async || {
            (self.feed(id).await.seats.len() == seats).then_some(())
        })
        .await;
    }

    pub async fn feed(&self, id: FeedId) -> Feed {
        let best = self.chain.best().await.unwrap().hash;
        let feed: Option<Feed> = self.chain.ask(best, "OracleApi", "feed", id).await.unwrap();
        feed.expect("it was created")
    }

    /// A reporter's folder. All its feeds have the same sources: a server, asked for `/feed`, each second.
    pub fn place(
        &self,
        number: usize,
        feeds: impl IntoIterator<Item = FeedId>,
        port: u16,
    ) -> Place {
        self.place_with(number, &feed_file(feeds, port, 2), 2)
    }

    pub fn place_with(&self, number: usize, file: &str, spread: u16) -> Place {
        self.place_at(number, file, spread, &self.node.url)
    }

    /// The same, with a node at this address.
    pub fn place_at(&self, number: usize, file: &str, spread: u16, node: &str) -> Place {
        let path = self.folder.path().join(format!("feeds-{number}.toml"));
        std::fs::write(&path, file).unwrap();
        let settings = format!("file = {path:?}\nspread = {spread}\n{HTTP}");
        let (name, secret) = (format!("reporter-{number}"), secret(number));
        Place::reporter(&self.folder, &name, &secret, node, &self.store, &settings)
    }

    /// All answers until now, the oldest first, with the time of their blocks.
    pub async fn answers(&self) -> Vec<Answered> {
        let mut answers: Vec<_> = self.happened("Answered").await;
        answers.reverse();
        answers
    }

    /// All events of this name until now, the newest first.
    pub async fn happened<Fields: scale_decode::DecodeAsFields>(&self, name: &str) -> Vec<Fields> {
        self.happened_since(name, 0).await
    }

    /// The same, of blocks from this one on.
    pub async fn happened_since<Fields: scale_decode::DecodeAsFields>(
        &self,
        name: &str,
        from: u32,
    ) -> Vec<Fields> {
        let mut block: Block = self.chain.best().await.unwrap();
        let (mut all, metadata) = (Vec::new(), self.chain.metadata());
        while block.number > 0 && block.number >= from {
            let events = self.chain.client().events().at(block.hash).await.unwrap();
            let mut of_block = Vec::new();
            for event in events.iter().map(Result::unwrap) {
                if (event.pallet_name(), event.variant_name()) == ("Oracle", name) {
                    of_block.push(fields(&event, metadata.types()).unwrap());
                }
            }
            all.extend(of_block.into_iter().rev());
            block = self.chain.block_at(block.parent).await.unwrap();
        }
        all
    }
}

/// Servers of this machine may be asked, as often as one likes.
const HTTP: &str = "[feeds.http]\nallowed = [\"127.0.0.0/8\"]\nplain_http = true\n\
                    per_host = { per_minute = 60000, burst = 1000, at_a_time = 64 }\n";

/// Feeds that are asked for each second, all of one server.
pub fn feed_file(feeds: impl IntoIterator<Item = FeedId>, port: u16, decimals: u8) -> String {
    let mut text =
        format!("[sources.here]\nurl = \"http://127.0.0.1:{port}/${{feed}}\"\nseconds = 2\n");
    for id in feeds {
        text.push_str(&format!(
            "[[feeds]]\nid = {id}\nname = \"feed {id}\"\ndecimals = {decimals}\nmin = \"0.01\"\n\
             max = \"100000000\"\nevery_seconds = 1\nat_least = 1\nparameters.feed = \"{id}\"\n\
             sources = {{ here = {{}} }}\n"
        ));
    }
    text
}

#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Latest {
    pub round: u32,
    pub value: i64,
    pub at: u64,
    pub plausible: bool,
}

#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Answered {
    pub feed: FeedId,
    pub latest: Latest,
}

#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Seat {
    pub reporter: AccountId32,
    pub absent: u16,
    pub strikes: u16,
    pub earned: u128,
    pub chilled: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub enum Status {
    Unanswered,
    Fresh,
    Stale,
    OutOfBounds,
}

/// `OracleApi.feed`.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Feed {
    pub status: Status,
    pub latest: Option<Latest>,
    pub seats: Vec<Seat>,
    pub kept_out: Vec<(AccountId32, u32)>,
}

impl Feed {
    pub fn seat(&self, who: &Person) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.reporter == who.account())
    }

    /// The number of the last round that was answered.
    pub fn answered(&self) -> u32 {
        self.latest.as_ref().map_or(0, |latest| latest.round)
    }
}

#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
pub struct Refused {
    pub reporter: AccountId32,
}
