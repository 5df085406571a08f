//! Transactions of one account: nonces are given out here, and what was handed in is seen to until it is in
//! a block.
//!
//! - A nonce is used once. What is in no block after some blocks is handed in again, bytes for bytes; and if
//!   that does not help, signed anew with the same nonce and a tip: so one of them is in a block, whatever
//!   happens to the pool. What a node says of its pool proves nothing: it may know a transaction that it is
//!   about to drop. Only the chain's own count of an account's transactions does.
//! - What has a part of every block to itself does not wait behind what has not: where a block went by without such, it
//!   gives its nonce away, and whoever handed it in hears that it was refused. What was handed in just behind it has it
//!   handed in again in each block, soon with a tip.
//! - What the node refuses for good leaves its nonce behind. The next call takes it; if others wait behind
//!   it and there is no call, a remark does. Nonces behind it are not given out twice.
//! - What the node does not know yet what it is about takes no nonce: whoever handed it in looks again in the next
//!   block, and others do not wait behind it.
//! - Where the node cannot be asked, nobody knows whether it has what was handed in: that is seen to like
//!   the rest.
//! - After a restart, or when the chain was reorganised, the chain's count decides.
//! - What is said counts only on chains that have the block by which it was decided. Requests and cases are
//!   numbered: on another chain one of the same number may be about something else.

use super::{Block, Call, Chain, Error};
use opg_primitives::{token::OPG, Balance, BlockNumber};
use std::collections::{BTreeMap, BTreeSet};
use subxt::{
    config::DefaultExtrinsicParamsBuilder as Params,
    utils::{AccountId32, H256},
};
use subxt_signer::sr25519::Keypair;

/// Blocks after which what is in no block is seen to again.
const PATIENCE: BlockNumber = 4;
/// Blocks after which something is wrong that this worker cannot mend.
const STALLED: BlockNumber = 20;
/// What a transaction that is in no block for long offers besides its fee at first; it doubles each time.
const FIRST_TIP: Balance = OPG / 10_000;
/// More is never offered.
const MOST_TIP: Balance = OPG / 100;
/// Blocks in which a transaction may be included, from the one on by which it was decided.
const LIFE: u64 = 64;

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A block on the best chain has it.
    Included,
    /// The node will not take it, and says why.
    Refused(String),
}

/// What names a transaction to whoever handed it in.
pub type Ticket = u64;

struct Waiting {
    /// Nobody waits for what only fills a gap.
    ticket: Option<Ticket>,
    call: Call,
    /// By what block it was decided.
    by: Block,
    tip: Balance,
    bytes: Vec<u8>,
    /// When it was last handed in.
    sent: BlockNumber,
    /// How often it was handed in as it is.
    times: u32,
}

pub struct Sender {
    chain: Chain,
    key: Keypair,
    account: AccountId32,
    /// What is in no block yet, by nonce.
    waiting: BTreeMap<u64, Waiting>,
    /// Nonces below the last one of those, which nothing uses.
    gaps: BTreeSet<u64>,
    /// A nonce that the pool has something else for, and since when: a worker that was killed handed it in.
    occupied: Option<(u64, BlockNumber)>,
    /// What is offered for the next one that competes with everybody's: such have given way.
    bid: Balance,
    /// What became of those that are not waiting any more, and was not said yet.
    fates: Vec<(Ticket, Fate)>,
    next: Ticket,
    best: Option<Block>,
}

impl Sender {
    pub fn new(chain: Chain, key: Keypair) -> Self {
        let account = key.public_key().to_account_id();
        Self {
            chain,
            key,
            account,
            waiting: BTreeMap::new(),
            gaps: BTreeSet::new(),
            occupied: None,
            bid: 0,
            fates: Vec::new(),
            next: 0,
            best: None,
        }
    }

    pub fn account(&self) -> &AccountId32 {
        &self.account
    }

    /// Transactions that are in no block yet.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Whether something is in no block for so long that somebody should look: is the account out of money,
    /// does the node see other nodes, are blocks full?
    pub fn is_stalled(&self) -> bool {
        let now = self.best.map_or(0, |best| best.number);
        let since = |one: &Waiting| now.saturating_sub(one.by.number);
        self.waiting.first_key_value().is_some_and(|(_, one)| since(one) >= STALLED)
    }

    /// Signs a call and hands it in, as of block `at`.
    pub async fn send(&mut self, call: &Call, at: Block) -> Result<Ticket, Error> {
        let counted = self.chain.nonce(&self.account, at.hash).await?;
        let ticket = self.next;
        let place = self.gives_way(call, at.number).filter(|(nonce, _)| *nonce >= counted);
        if !self.takes_place(place, ticket, call, at).await? {
            let bid = if call.is_operational() { 0 } else { self.bid };
            let last = self.waiting.keys().next_back().copied();
            let nonce = free_nonce(counted, &self.gaps, last);
            let tip = self.tip_for(nonce, at.number).max(bid);
            self.hand_in(nonce, Some(ticket), call.clone(), tip, at).await?;
        }
        self.next = self.next.saturating_add(1);
        Ok(ticket)
    }

    /// Whether the node let a call have the place of another one, with its tip.
    async fn takes_place(
        &mut self,
        place: Option<(u64, Balance)>,
        ticket: Ticket,
        call: &Call,
        at: Block,
    ) -> Result<bool, Error> {
        let Some((nonce, tip)) = place else { return Ok(false) };
        let before = self.waiting.get(&nonce).and_then(|one| one.ticket);
        match self.hand_in(nonce, Some(ticket), call.clone(), tip, at).await {
            Ok(()) => {},
            // It may still wait behind it.
            Err(Error::Refused(_)) => return Ok(false),
            Err(other) => return Err(other),
        }
        tracing::info!(nonce, call = call.name, "takes the place of what is in no block");
        self.bid = more(tip);
        let why = "it gave its place to what is urgent".to_owned();
        self.fates.extend(before.map(|before| (before, Fate::Refused(why))));
        Ok(true)
    }

    /// The place of what competes with everybody's transactions and is in no block, for a call that does not: with the
    /// tip that was offered for it, which makes it worth more to the pool.
    fn gives_way(&self, call: &Call, now: BlockNumber) -> Option<(u64, Balance)> {
        let gives = |one: &Waiting| !one.call.is_operational() && now > one.by.number;
        let found = self.waiting.iter().find(|(_, one)| gives(one));
        found.filter(|_| call.is_operational()).map(|(nonce, one)| (*nonce, one.tip))
    }

    /// What the pool has for this nonce is given time to get into a block; then more is offered.
    fn tip_for(&mut self, nonce: u64, now: BlockNumber) -> Balance {
        match self.occupied {
            Some((one, since)) if one == nonce && now >= since.saturating_add(PATIENCE) => {
                FIRST_TIP
            },
            Some((one, _)) if one == nonce => 0,
            _ => {
                self.occupied = None;
                0
            },
        }
    }

    async fn hand_in(
        &mut self,
        nonce: u64,
        ticket: Option<Ticket>,
        call: Call,
        tip: Balance,
        by: Block,
    ) -> Result<(), Error> {
        let bytes = self.signed(&call, by, nonce, tip)?;
        let submitted = self.chain.submit(&bytes).await;
        match &submitted {
            Err(Error::Refused(why)) => {
                if Reply::of(why) == Reply::Outbid {
                    self.occupied.get_or_insert((nonce, by.number));
                }
            },
            Err(Error::Early(_)) => {},
            _ => {
                self.gaps.remove(&nonce);
                let one = Waiting { ticket, call, by, tip, bytes, sent: by.number, times: 1 };
                self.waiting.insert(nonce, one);
            },
        }
        match submitted {
            // It may have got there: it is seen to like the rest.
            Err(Error::Node(error)) => {
                tracing::warn!(nonce, %error, "nobody knows whether the node has it");
                Ok(())
            },
            other => other,
        }
    }

    fn signed(&self, call: &Call, by: Block, nonce: u64, tip: Balance) -> Result<Vec<u8>, Error> {
        let params = Params::new()
            .nonce(nonce)
            .tip(tip)
            .mortal_from_unchecked(LIFE, by.number.into(), by.hash)
            .build();
        let mut partial = self.chain.client().tx().create_partial_offline(call, params)?;
        Ok(partial.sign(&self.key).into_encoded())
    }

    /// A new best block: says what became of what was handed in before, and sees to what seems lost.
    pub async fn see(&mut self, best: Block) -> Result<Vec<(Ticket, Fate)>, Error> {
        let counted = self.chain.nonce(&self.account, best.hash).await?;
        let still = self.waiting.split_off(&counted);
        let included = std::mem::replace(&mut self.waiting, still);
        if included.values().any(|one| !one.call.is_operational()) {
            self.bid = 0;
        }
        let included = included.into_values();
        self.fates.extend(included.filter_map(|one| Some((one.ticket?, Fate::Included))));
        self.bury(best).await?;
        self.note_unused(counted);
        let late: Vec<u64> = self
            .waiting
            .iter()
            .filter(|(nonce, one)| best.number >= one.sent.saturating_add(self.patience(**nonce)))
            .map(|(nonce, _)| *nonce)
            .collect();
        for nonce in late {
            self.see_to(nonce, best.number).await?;
        }
        self.close_gaps(counted, best).await?;
        Ok(std::mem::take(&mut self.fates))
    }

    /// What waits and can be in no block any more is given up: it has lived for too long, or the block by which it
    /// was decided is none of the best chain. A pool does not tell: it may keep such for as long as it remembers
    /// that block.
    async fn bury(&mut self, best: Block) -> Result<(), Error> {
        let before = self.best.replace(best);
        let goes_on = before.is_none_or(|before| [best.hash, best.parent].contains(&before.hash));
        let blocks: BTreeMap<H256, Block> =
            self.waiting.values().map(|one| (one.by.hash, one.by)).collect();
        for by in blocks.into_values() {
            let is_old = u64::from(best.number) >= u64::from(by.number).saturating_add(LIFE);
            if is_old || (!goes_on && !self.chain.has(by).await?) {
                self.give_up_by(by);
            }
        }
        Ok(())
    }

    fn give_up_by(&mut self, by: Block) {
        let dead = self.waiting.extract_if(.., |_, one| one.by == by);
        for (nonce, one) in dead {
            self.gaps.insert(nonce);
            let why = "the block by which it was decided is too old, or gone".to_owned();
            self.fates.extend(one.ticket.map(|ticket| (ticket, Fate::Refused(why))));
        }
    }

    /// A reorganised chain may have counted less: what it counted before was taken for included.
    fn note_unused(&mut self, counted: u64) {
        if let Some((first, _)) = self.waiting.first_key_value() {
            self.gaps.extend(counted..*first);
        }
    }

    /// How long one waits for a transaction to be in a block. One that competes with everybody's, and has others behind
    /// it that do not, is not waited for.
    fn patience(&self, nonce: u64) -> BlockNumber {
        let is_in_the_way = self.waiting.first_key_value().is_some_and(|(first, one)| {
            *first == nonce
                && !one.call.is_operational()
                && self.waiting.values().any(|one| one.call.is_operational())
        });
        match is_in_the_way {
            true => 1,
            false => PATIENCE,
        }
    }

    /// Hands in again what is in no block for long.
    async fn see_to(&mut self, nonce: u64, now: BlockNumber) -> Result<(), Error> {
        let Some(one) = self.waiting.get(&nonce) else { return Ok(()) };
        // It is what the rest wait for.
        let is_first = self.waiting.keys().next() == Some(&nonce);
        let reply = match one.times {
            times if times > 1 && is_first => Reply::Outbid,
            _ => self.submitted(&one.bytes).await?,
        };
        let reply = match reply {
            Reply::Outbid | Reply::Banned => self.bid_more(nonce).await?,
            other => other,
        };
        tracing::warn!(nonce, ?reply, "was in no block for long: handed in again");
        if let Reply::Refused(why) = reply {
            self.gaps.insert(nonce);
            let ticket = self.waiting.remove(&nonce).and_then(|one| one.ticket);
            self.fates.extend(ticket.map(|ticket| (ticket, Fate::Refused(why))));
        } else if let Some(one) = self.waiting.get_mut(&nonce) {
            one.sent = now;
            one.times = one.times.saturating_add(is_first.into());
        }
        Ok(())
    }

    /// Signs it anew with a higher tip, which takes the place of what the pool may have.
    async fn bid_more(&mut self, nonce: u64) -> Result<Reply, Error> {
        let Some(one) = self.waiting.get(&nonce) else { return Ok(Reply::Known) };
        let tip = more(one.tip);
        let bytes = self.signed(&one.call, one.by, nonce, tip)?;
        let reply = self.submitted(&bytes).await?;
        if let Some(one) = self.waiting.get_mut(&nonce) {
            one.tip = tip;
            if reply == Reply::Known {
                one.bytes = bytes;
            }
        }
        Ok(reply)
    }

    async fn submitted(&self, bytes: &[u8]) -> Result<Reply, Error> {
        match self.chain.submit(bytes).await {
            Ok(()) => Ok(Reply::Known),
            Err(Error::Refused(why)) => Ok(Reply::of(&why)),
            // It was known once: the chain was reorganised, and whoever handed it in looks at it anew.
            Err(Error::Early(why)) => Ok(Reply::Refused(why)),
            Err(other) => Err(other),
        }
    }

    /// Whatever waits behind a nonce that nothing uses would wait for ever.
    async fn close_gaps(&mut self, counted: u64, best: Block) -> Result<(), Error> {
        let last = self.waiting.keys().next_back().copied();
        self.gaps.retain(|gap| *gap >= counted && last.is_some_and(|last| *gap < last));
        for gap in self.gaps.clone() {
            tracing::warn!(
                nonce = gap,
                "others wait behind a nonce that nothing uses: a remark takes it"
            );
            let call = Call::new("System", "remark", Vec::<u8>::new());
            match self.hand_in(gap, None, call, 0, best).await {
                // The next block may let it.
                Ok(()) | Err(Error::Refused(_) | Error::Early(_)) => {},
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

/// What is offered next.
fn more(tip: Balance) -> Balance {
    tip.saturating_mul(2).clamp(FIRST_TIP, MOST_TIP)
}

/// The nonce of the next transaction: that of a gap, or the one after all that wait.
fn free_nonce(counted: u64, gaps: &BTreeSet<u64>, last: Option<u64>) -> u64 {
    let after = last.map_or(counted, |last| counted.max(last.saturating_add(1)));
    gaps.range(counted..).next().copied().unwrap_or(after).min(after)
}

/// What a node says to a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reply {
    /// It has it, or says so.
    Known,
    /// It has another one of this nonce which offers as much.
    Outbid,
    /// It had it, and will not look at these bytes for half an hour.
    Banned,
    /// It would not be taken.
    Refused(String),
}

impl Reply {
    /// By the number that JSON-RPC has for it.
    fn of(why: &str) -> Self {
        match why {
            why if why.contains("(1012)") => Self::Banned,
            why if why.contains("(1013)") => Self::Known,
            why if why.contains("(1014)") => Self::Outbid,
            why => Self::Refused(why.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonce_should_be_that_of_a_gap_and_never_one_that_waits_or_is_used() {
        let gaps = |all: &[u64]| all.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(free_nonce(5, &gaps(&[]), None), 5);
        assert_eq!(free_nonce(5, &gaps(&[]), Some(7)), 8);
        assert_eq!(free_nonce(5, &gaps(&[6]), Some(7)), 6);
        assert_eq!(free_nonce(5, &gaps(&[3]), Some(7)), 8, "a block has it");
        assert_eq!(free_nonce(9, &gaps(&[6]), Some(7)), 9);
        // Nothing waits behind it any more.
        assert_eq!(free_nonce(5, &gaps(&[9]), Some(7)), 8);
    }

    #[test]
    fn replies_should_be_told_apart_by_their_numbers() {
        let banned = "Transaction is temporarily banned (1012)";
        assert_eq!(Reply::of(banned), Reply::Banned);
        assert_eq!(Reply::of("Transaction Already Imported (1013)"), Reply::Known);
        assert_eq!(Reply::of("Priority is too low: (1 vs 1) (1014)"), Reply::Outbid);
        let custom = "Invalid Transaction (1010)";
        assert_eq!(Reply::of(custom), Reply::Refused(custom.into()));
    }
}
