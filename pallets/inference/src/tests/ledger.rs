//! What must add up: escrow, tickets, slots, bonds, and all the money there is.

use super::*;

thread_local! {
    /// What has happened so far.
    static LOG: RefCell<Vec<Event<Test>>> = const { RefCell::new(vec![]) };
    static GENESIS: RefCell<Balance> = const { RefCell::new(0) };
}

/// Nothing has happened yet.
pub fn begin() {
    LOG.take();
    GENESIS.set(Balances::total_issuance());
}

/// All invariants, and those that only who sees the other side of the doubles can tell.
pub fn check() {
    Inference::do_try_state().expect("all invariants hold");
    let mut held = BTreeMap::<AccountId, Balance>::new();
    let mut locked = BTreeMap::<AccountId, Balance>::new();
    let mut busy = BTreeMap::<(ModelHash, AccountId), u32>::new();
    for job in Jobs::<Test>::iter_values() {
        *held.entry(job.requester).or_default() += job.held();
        for worker in &job.workers {
            if let Some(ticket) = &worker.ticket {
                *locked.entry(ticket.operator).or_default() += ticket.amount;
            }
            let works = matches!(worker.standing, Standing::Working | Standing::Committed(_));
            if works && job.life.phase.end().is_none() {
                *busy.entry((job.model, worker.account)).or_default() += 1;
            }
        }
    }
    for order in Orders::<Test>::iter_values() {
        *held.entry(order.owner).or_default() += order.held();
    }
    for (worker, _, accrued) in Earnings::<Test>::iter() {
        *held.entry(worker).or_default() += accrued.parts.sum();
    }
    let mut doubting = BTreeMap::<AccountId, Balance>::new();
    for (who, bond) in Disputes::<Test>::iter_values().filter_map(|dispute| dispute.challenger) {
        *doubting.entry(who).or_default() += bond;
    }
    for who in frame_system::Account::<Test>::iter_keys() {
        assert_eq!(escrow(who), held.remove(&who).unwrap_or(0), "held of {who}");
        let bond = Balances::balance_on_hold(&HoldReason::Challenge.into(), &who);
        assert_eq!(bond, doubting.remove(&who).unwrap_or(0), "held of {who} for its doubts");
    }
    held.retain(|_, amount| *amount > 0);
    assert!(held.is_empty() && doubting.is_empty(), "something is held of nobody: {held:?}");
    for (who, amount) in Cases::get().into_iter().flat_map(|case| case.tickets) {
        *locked.entry(who).or_default() += amount;
    }
    for (who, (_, there)) in Bonds::get() {
        assert_eq!(locked.remove(&who).unwrap_or(0), there, "locked of {who}");
    }
    for (offer, Offer { taken, .. }) in Offers::get() {
        assert_eq!(busy.remove(&offer).unwrap_or(0), taken, "slots of {offer:?}");
    }
    let bonds: Balance = Bonds::get().values().map(|(bond, _)| bond).sum();
    assert_eq!(Balances::balance(&BONDS), bonds + OPG, "what bonds are made of");
    assert_eq!(Balances::total_issuance() + burned(), GENESIS.with_borrow(|all| *all), "burned");
}

/// What was burned, by what events and doubles say.
pub fn burned() -> Balance {
    let (mut burned, mut given, mut doubts) = (0, 0, 0);
    for event in log() {
        match event {
            Event::PaidOut { parts, .. } => burned += parts.burn,
            Event::Credited { amount, .. } => given += amount,
            Event::ChallengeEnded { taken, .. } => doubts += taken,
            _ => {},
        }
    }
    burned + Taken::get() + doubts - HandedOn::get() - given
}

/// What has happened so far.
pub fn log() -> Vec<Event<Test>> {
    LOG.with_borrow_mut(|log| {
        log.extend(System::read_events_no_consensus().filter_map(|record| match record.event {
            RuntimeEvent::Inference(event) => Some(event),
            _ => None,
        }));
        System::reset_events();
        log.clone()
    })
}

/// That this has happened, once.
pub fn once(event: Event<Test>) {
    let times = log().into_iter().filter(|other| *other == event).count();
    assert_eq!(times, 1, "{event:?} in {:#?}", log());
}
