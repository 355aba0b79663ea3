import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './connection/connect';
import { startTheme } from './theme.svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

startTheme();
const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target, props: { connect } });
