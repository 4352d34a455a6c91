/** Analyses batches in a thread of its own, so that a scan uses all processors. */
import {parentPort} from 'node:worker_threads'
import {analysePacked, type PackedBatch} from './batch.ts'

parentPort?.on('message', (batch: PackedBatch) => {
  const analysed = analysePacked(batch)
  parentPort?.postMessage(analysed, [analysed.bytes.buffer])
})
