//! Several who send from one account: each hears what became of its own transactions, and of no others.

use super::{
    sender::{Fate, Sender, Ticket},
    Block, Call, Error,
};
use std::{
    collections::BTreeMap,
    sync::{
        atomic::{AtomicU32, Ordering},
        Arc,
    },
};
use subxt::utils::AccountId32;
use tokio::sync::Mutex;

/// What names one of those who share a sender.
type Name = u32;

struct State {
    sender: Sender,
    mail: Mail,
}

/// Whose transactions are whose, and what each has not been told yet.
#[derive(Default)]
struct Mail {
    owners: BTreeMap<Ticket, Name>,
    fates: BTreeMap<Name, Vec<(Ticket, Fate)>>,
}

impl Mail {
    fn sent(&mut self, ticket: Ticket, by: Name) {
        self.owners.insert(ticket, by);
    }

    fn came(&mut self, fates: Vec<(Ticket, Fate)>) {
        for (ticket, fate) in fates {
            if let Some(owner) = self.owners.remove(&ticket) {
                self.fates.entry(owner).or_default().push((ticket, fate));
            }
        }
    }

    fn of(&mut self, name: Name) -> Vec<(Ticket, Fate)> {
        self.fates.remove(&name).unwrap_or_default()
    }
}

/// A share in a [`Sender`].
pub struct Shared {
    state: Arc<Mutex<State>>,
    names: Arc<AtomicU32>,
    account: AccountId32,
    name: Name,
    waiting: usize,
    stalled: bool,
}

impl Shared {
    pub fn new(sender: Sender) -> Self {
        let account = sender.account().clone();
        let state = Arc::new(Mutex::new(State { sender, mail: Mail::default() }));
        Self {
            state,
            names: Arc::new(AtomicU32::new(1)),
            account,
            name: 0,
            waiting: 0,
            stalled: false,
        }
    }

    /// Another share.
    pub fn another(&self) -> Self {
        Self {
            state: self.state.clone(),
            names: self.names.clone(),
            account: self.account.clone(),
            name: self.names.fetch_add(1, Ordering::Relaxed),
            waiting: 0,
            stalled: false,
        }
    }

    pub fn account(&self) -> &AccountId32 {
        &self.account
    }

    /// Its transactions that are in no block yet.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// See [`Sender::is_stalled`], as of the last block that was seen.
    pub fn is_stalled(&self) -> bool {
        self.stalled
    }

    /// See [`Sender::send`].
    pub async fn send(&mut self, call: &Call, at: Block) -> Result<Ticket, Error> {
        let mut state = self.state.lock().await;
        let ticket = state.sender.send(call, at).await?;
        state.mail.sent(ticket, self.name);
        self.waiting = self.waiting.saturating_add(1);
        Ok(ticket)
    }

    /// See [`Sender::see`].
    pub async fn see(&mut self, best: Block) -> Result<Vec<(Ticket, Fate)>, Error> {
        let mut state = self.state.lock().await;
        let fates = state.sender.see(best).await?;
        self.stalled = state.sender.is_stalled();
        state.mail.came(fates);
        let own = state.mail.of(self.name);
        self.waiting = self.waiting.saturating_sub(own.len());
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_should_hear_of_its_own_transactions_once_whoever_asked_first() {
        let mut mail = Mail::default();
        mail.sent(1, 0);
        mail.sent(2, 7);
        mail.sent(3, 0);
        let refused = Fate::Refused("no".into());
        mail.came(vec![(2, refused.clone()), (1, Fate::Included), (9, Fate::Included)]);
        assert_eq!(mail.of(0), [(1, Fate::Included)]);
        assert_eq!(mail.of(0), []);
        mail.came(vec![(3, Fate::Included)]);
        assert_eq!(mail.of(7), [(2, refused)]);
        assert_eq!(mail.of(0), [(3, Fate::Included)]);
        assert!(mail.owners.is_empty() && mail.fates.is_empty());
    }
}
