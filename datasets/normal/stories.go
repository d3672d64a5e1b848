package normal

import (
	"lossreplay/model"
	"lossreplay/model/router"
)

// story is a day as it is written down: what it sets of the ordinary day.
type story struct {
	name, date, story string
	set               func(*Day)
}

// stories are the days. A new one goes to the end: positions are names.
var stories = []story{
	{"plain", "2012-06-04", "Nothing happens.", nil},
	{"calm", "2012-06-05", "Prices hardly move.", func(d *Day) { d.Volatility, d.Market = 0.005, 0.002 }},
	{"busy", "2012-06-06", "Half as much flow again as on a plain day, in more names.", func(d *Day) {
		d.Symbols, d.Retail, d.Institutions, d.Volume, d.Volatility, d.Alerts = 200, 165_000, 3_100, 1.6, 0.016, 2
	}},
	{"thin", "2012-07-05", "The day after a holiday: half the market's volume, wide quotes, fewer names.", func(d *Day) {
		d.Symbols, d.Volume, d.Spread, d.Retail = 150, 0.5, 3, 120_000
	}},
	{"open_burst", "2012-06-07", "A rush at the open: a quarter of the flow comes in half an hour.", func(d *Day) {
		d.OpenBurst, d.PreOpen, d.Volatility = 18, 0.08, 0.017
	}},
	{"close_burst", "2012-06-29", "The end of a quarter: a rush into the close.", func(d *Day) { d.CloseBurst, d.Volume = 32, 1.2 }},
	{"volatile", "2012-06-21", "Large moves all day, up and down.", func(d *Day) {
		d.Volatility, d.Market, d.Spread, d.Volume, d.Alerts = 0.045, 0.02, 2, 1.4, 1
	}},
	{"selloff", "2012-06-01", "The market falls by five percent from late morning on; most parents sell.", func(d *Day) {
		d.Moves = []Move{{clock(11, 0, 0), clock(15, 0, 0), -0.05}}
		d.Buys, d.Volatility, d.Market, d.Volume, d.Spread = 0.28, 0.022, 0.01, 1.7, 2
	}},
	{"rebalance", "2012-06-22", "An index is rebalanced at the close: huge parents in 120 names, nearly all buys.", func(d *Day) {
		d.Index, d.CloseBurst, d.Volume = &Rebalance{Names: 120, Size: 0.1, Buys: 0.9}, 4, 1.3
	}},
	{"new_listing", "2012-06-28", "A name is listed today, opens at 11:05 far above its offer price and draws a crowd with equal small orders.", func(d *Day) {
		d.Crowd = &Crowd{Symbol: "SYNNEW", New: true, Price: 380_000, From: clock(11, 5, 0), Parents: 90_000, Qty: 100, Return: -0.12, Volatility: 0.09}
		d.Alerts = 2
	}},
	{"frenzy", "2012-07-10", "A crowd of small investors finds one cheap stock and buys it up.", func(d *Day) {
		d.Crowd = &Crowd{Symbol: "SYNCHEAP", Price: 18_500, From: clock(9, 30, 0), Parents: 45_000, Qty: 500, Return: 0.45, Volatility: 0.08}
	}},
	{"venue_outage", "2012-07-11", "One venue rejects every order for 13 minutes; the router sends again elsewhere.", func(d *Day) {
		d.Outage, d.Alerts = &Outage{Venue: 2, From: clock(11, 22, 0), Until: clock(11, 35, 0)}, 4
	}},
	{"canary", "2012-07-12", "Two of eight servers run a new build as a declared canary.", func(d *Day) {
		d.Flagged = 0.05
		d.Steps = []Step{
			{model.OpDeploy, 2, clock(18, 0, 0), 2, router.BuildRLP, "new build on the canary servers"},
			{model.OpRolloutEnd, 2, clock(18, 30, 0), 0, 0, "rollout ends with two servers: a declared canary, watched for three days"},
		}
	}},
	{"staged", "2012-07-17", "A release in stages: five of eight servers have the new build, the rest follow tonight.", func(d *Day) {
		d.Flagged, d.Alerts = 0.08, 1
		d.Steps = []Step{
			{model.OpDeploy, 4, clock(18, 0, 0), 2, router.BuildRLP, "new build, first stage"},
			{model.OpDeploy, 1, clock(18, 0, 0), 5, router.BuildRLP, "new build, second stage; the first stage is put on again"},
		}
	}},
	{"rollback_night", "2012-07-18", "A release was taken back in the night before the session: the fleet is of one build.", func(d *Day) {
		d.Flagged = 0.05
		d.Steps = []Step{
			{model.OpDeploy, 1, clock(18, 0, 0), 8, router.BuildRLP, "new build on all servers"},
			{model.OpRolloutEnd, 1, clock(18, 30, 0), 0, 0, "rollout ends: all eight servers"},
			{model.OpRollback, 0, clock(5, 40, 0), 8, BuildPlain, "a report of the new build was wrong: taken back before the session"},
		}
	}},
	{"rollback_session", "2012-07-19", "A release is taken back during the session, server by server; both builds work.", func(d *Day) {
		d.Flagged, d.Alerts = 0.05, 3
		d.Steps = []Step{
			{model.OpDeploy, 1, clock(18, 0, 0), 8, router.BuildRLP, "new build on all servers"},
			{model.OpRolloutEnd, 1, clock(18, 30, 0), 0, 0, "rollout ends: all eight servers"},
			{model.OpRollback, 0, clock(13, 4, 0), 8, BuildPlain, "the new build logs too much: taken back by decision, orders were right"},
		}
	}},
	{"hotfix", "2012-07-20", "A fix is deployed to all servers at midday.", func(d *Day) {
		d.Flagged = 0.05
		d.Steps = []Step{
			{model.OpDeploy, 0, clock(12, 15, 0), 8, router.BuildRLP, "fix of a log's rotation, with the RLP code that was ready"},
			{model.OpRolloutEnd, 0, clock(12, 30, 0), 0, 0, "rollout ends: all eight servers"},
		}
	}},
	{"programmes", "2012-07-23", "Block programmes: 45 baskets of over a hundred parents each, every basket within a second.", func(d *Day) {
		d.Baskets, d.Institutions = 45, 1_900
	}},
	{"news", "2012-07-24", "A dozen names are halted for news and reopen a sixth away from where they were.", func(d *Day) { d.News, d.Alerts = 12, 1 }},
	{"preopen", "2012-07-25", "A third of the retail orders are there before the open.", func(d *Day) { d.PreOpen, d.OpenBurst = 0.34, 3.5 }},
	{"slow_feed", "2012-07-26", "The quotes of 40 names stand still for minutes at a time while the market moves on.", func(d *Day) {
		d.SlowFeed, d.Alerts, d.Volatility = 40, 3, 0.018
	}},
	{"odd_lots", "2012-06-26", "More than a third of the children are below 100 shares.", func(d *Day) { d.OddLots, d.Retail, d.Institutions = 0.38, 95_000, 1_700 }},
	{"crosses", "2012-07-27", "In 70 names institutions buy and sell at the same time.", func(d *Day) { d.Crosses, d.Institutions = 70, 1_500 }},
	{"session_loss", "2012-07-30", "One server loses its sessions for six minutes; its parents wait and go on.", func(d *Day) {
		d.Cut, d.Alerts = &Cut{Server: 2, From: clock(13, 41, 0), Until: clock(13, 47, 0)}, 2
	}},
	{"expiry", "2012-06-15", "Options expire: heavy flow at the open and at the close.", func(d *Day) {
		d.OpenBurst, d.CloseBurst, d.Retail, d.Volume = 8, 14, 140_000, 1.5
	}},
	{"whipsaw", "2012-06-20", "A rumour takes the market down by four percent within 20 minutes, its denial takes it back.", func(d *Day) {
		d.Moves = []Move{{clock(13, 5, 0), clock(13, 25, 0), -0.04}, {clock(13, 31, 0), clock(13, 55, 0), 0.041}}
		d.Spread, d.Volume, d.Volatility, d.Market = 2, 1.3, 0.016, 0.009
	}},
	{"large_children", "2012-06-27", "Institutions work with children of ten times the ordinary size.", func(d *Day) {
		d.Lots, d.Retail, d.Volume = 10, 240_000, 1.5
	}},
	{"half_fleet", "2012-07-31", "Four servers are in maintenance; the other four carry all flow.", func(d *Day) { d.Idle, d.Alerts = 4, 1 }},
}
