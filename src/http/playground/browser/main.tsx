import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './playground.css';
import { connectEditorWorkers } from './workers';
import { Playground } from './playground';

connectEditorWorkers();

const root = document.getElementById('playground');
if (root) createRoot(root).render(<Playground graphqlPath={root.dataset.graphqlPath ?? '/graphql'} />);
